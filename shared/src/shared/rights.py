"""What a service's own role may do with the rows of each table; the owner of the tables migrates.

A table says it in its row class, beside its constraints::

    class HistoryRow(Row, table=True):
        __table_args__ = (UniqueConstraint("case_id", "case_version"), APPEND_ONLY)

One that says nothing is read, added to and changed; nothing is removed from it. No role but the
owner's empties, alters or drops a table.
"""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, MetaData, Table, text

READ_ONLY: Final[dict[str, Any]] = {"info": {"rights": ("SELECT",)}}
"""Rows come with migrations alone."""
APPEND_ONLY: Final[dict[str, Any]] = {"info": {"rights": ("SELECT", "INSERT")}}
"""A row once written stays as it is."""
REMOVABLE: Final[dict[str, Any]] = {"info": {"rights": ("SELECT", "INSERT", "UPDATE", "DELETE")}}
"""Rows come and go."""
_UNSAID: Final = ("SELECT", "INSERT", "UPDATE")

# The sequence of an identity column needs no right of its own.
_SEQUENCES: Final = """
    SELECT c.relname FROM pg_class c
    WHERE c.relkind = 'S' AND c.relnamespace = 'public'::regnamespace AND NOT EXISTS (
        SELECT FROM pg_depend d WHERE d.objid = c.oid
            AND d.classid = 'pg_class'::regclass AND d.deptype = 'i'
    )
"""


def rights_on(table: Table) -> tuple[str, ...]:
    """Return what the service's role may do with the rows of a table, in SQL's words."""
    said: tuple[str, ...] = table.info.get("rights", _UNSAID)
    return said


def grant_rights(connection: Connection, role: str, tables: Iterable[MetaData]) -> None:
    """Give ``role`` what ``tables`` say and take everything else; saying it again changes nothing.

    The connection is that of the tables' owner, at their newest revision, in a transaction.
    """
    quote = connection.dialect.identifier_preparer.quote
    to, database = quote(role), quote(connection.scalar(text("SELECT current_database()")))
    said = [
        f"REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {database} TO {to}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {to}",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {to}",
    ]
    sequences = connection.scalars(text(_SEQUENCES))
    said += [f"GRANT USAGE ON SEQUENCE {quote(name)} TO {to}" for name in sequences]
    said += [
        f"GRANT {', '.join(rights_on(table))} ON {quote(table.name)} TO {to}"
        for metadata in tables
        for table in metadata.sorted_tables
    ]
    for statement in said:
        connection.execute(text(statement))
