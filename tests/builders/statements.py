"""The statements a request really makes, and what PostgreSQL does for them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.database import Database

_OF_THE_TEST = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
_SCANS = {"Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan", "Parallel Seq Scan"}


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as it went to the driver."""

    sql: str
    parameters: tuple[Any, ...]


@dataclass(slots=True)
class Recording:
    """What was said while it was open."""

    statements: list[Statement] = field(default_factory=list)


@contextmanager
def recorded(database: Database) -> Iterator[Recording]:
    """Write down every statement of a database; savepoints are the tests' own."""
    recording = Recording()

    def note(_connection: Any, _cursor: Any, sql: str, parameters: Any, *_: Any) -> None:
        if not sql.startswith(_OF_THE_TEST):
            recording.statements.append(Statement(sql, tuple(parameters or ())))

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield recording
    finally:
        event.remove(engine, "before_cursor_execute", note)


@dataclass(frozen=True, slots=True)
class Scan:
    """How one table was read: rows looked at, whether they were wanted or not."""

    table: str
    kind: str
    rows: float


async def scans(connection: AsyncConnection, statement: Statement, *, generic: bool) -> list[Scan]:
    """Run a statement and return how it read its tables.

    ``generic``: by the plan the server keeps for a statement it has prepared, whose values it does
    not look at; else by the plan for these very values.
    """
    if not generic:
        explained = await connection.exec_driver_sql(
            f"EXPLAIN (ANALYZE, FORMAT JSON) {statement.sql}", statement.parameters
        )
        [document] = explained.scalar_one()
        return _scans(document["Plan"])
    await connection.execute(text("SET LOCAL plan_cache_mode = force_generic_plan"))
    await connection.exec_driver_sql(f"PREPARE listed AS {statement.sql}")
    values = ", ".join(_literal(value) for value in statement.parameters)
    execute = f"EXECUTE listed({values})" if values else "EXECUTE listed"
    explained = await connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {execute}")
    [document] = explained.scalar_one()
    await connection.exec_driver_sql("DEALLOCATE listed")
    return _scans(document["Plan"])


def _scans(plan: dict[str, Any]) -> list[Scan]:
    found = []
    if plan["Node Type"] in _SCANS:
        read = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)
        read += plan.get("Rows Removed by Index Recheck", 0)
        rows = read * plan["Actual Loops"]
        found.append(Scan(plan["Relation Name"], plan["Node Type"], rows))
    return found + [each for inner in plan.get("Plans", []) for each in _scans(inner)]


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool | int | float):
        return str(value)
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return "ARRAY[" + ", ".join(_literal(each) for each in value) + "]"
    return "'" + str(value).replace("'", "''") + "'"
