"""Each service works as a role that owns nothing and may do what its tables say, and no more."""

import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, text

import applications.storage.metadata
import catalog.storage.tables
import meis_gateway.storage.tables
import notifications.storage.tables
from shared.database import SHARED_METADATA, Database
from shared.migrations import alembic_config
from shared.rights import APPEND_ONLY, rights_on
from tests.builders.alembic import alembic, root_of
from tests.builders.database import TEMPLATE, as_owner, committing, owners_address
from tests.builders.kept import expect_no_right

METADATA: dict[str, MetaData] = {
    "applications": applications.storage.metadata.METADATA,
    "catalog": catalog.storage.tables.REGISTRY.metadata,
    "meis_gateway": meis_gateway.storage.tables.REGISTRY.metadata,
    "notifications": notifications.storage.tables.REGISTRY.metadata,
}
GRANTED = """
    SELECT c.relname, a.privilege_type FROM pg_class c, aclexplode(c.relacl) a
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
        AND a.grantee IN (0, CAST(current_user AS regrole)) ORDER BY c.relname
"""
GRANTED_ON_COLUMNS = """
    SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND a.attacl IS NOT NULL
"""
NEVER_CHANGED = """
    SELECT DISTINCT t.tgrelid::regclass::text FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE t.tgqual IS NULL AND t.tgtype & 16 = 16
        AND p.proname IN ('refuse_change', 'evidence_is_only_added_to')
"""
OF_THE_ROLE = """
    SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls,
        EXISTS (SELECT FROM pg_class WHERE relowner = r.oid) AS owns_a_table,
        EXISTS (SELECT FROM pg_proc WHERE proowner = r.oid) AS owns_a_function,
        EXISTS (SELECT FROM pg_database WHERE datdba = r.oid) AS owns_a_database,
        has_schema_privilege(r.oid, 'public', 'CREATE') AS makes_tables,
        has_database_privilege(r.oid, CAST(:migrated AS text), 'TEMP, CREATE') AS makes_anything
    FROM pg_roles r WHERE rolname = current_user
"""
WHO_ENTERS = """
    SELECT rolname FROM pg_roles WHERE has_database_privilege(oid, CAST(:migrated AS text), 'CONNECT')
        AND rolname = ANY (:services)
"""

BY_HAND = (
    "GRANT ALL ON alembic_version, inbox TO {role}",
    "REVOKE SELECT ON outbox FROM {role}",
)


@pytest.fixture(params=sorted(METADATA))
def service(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def database(service: str, database_url_of: Callable[[str], str]) -> AsyncIterator[Database]:
    async with committing(database_url_of(service)) as database:
        yield database


async def rows(database: Database, query: str, **values: object) -> list[dict[str, object]]:
    async with database.transaction() as session:
        found = await (await session.connection()).execute(text(query), values)
        return [dict(row) for row in found.mappings()]


async def granted(database: Database) -> dict[str, set[str]]:
    """Return what the service's role, or everybody, may do with each table."""
    found: dict[str, set[str]] = {}
    for row in await rows(database, GRANTED):
        found.setdefault(str(row["relname"]), set()).add(str(row["privilege_type"]))
    return found


def said(service: str) -> dict[str, set[str]]:
    tables = [*METADATA[service].sorted_tables, *SHARED_METADATA.sorted_tables]
    return {table.name: set(rights_on(table)) for table in tables}


async def test_a_service_has_the_rights_its_tables_say_and_no_more(
    service: str, database: Database
) -> None:
    assert await granted(database) == said(service)
    assert await rows(database, GRANTED_ON_COLUMNS) == []


async def test_what_a_trigger_keeps_from_change_the_service_has_no_right_to_change(
    service: str, database: Database
) -> None:
    kept = {str(row["tgrelid"]) for row in await rows(database, NEVER_CHANGED)}
    append_only = set(APPEND_ONLY["info"]["rights"])

    assert {name for name in kept if said(service)[name] != append_only} == set()
    assert bool(kept) == (service in {"applications", "meis_gateway"})


async def test_a_service_owns_nothing_and_makes_nothing(service: str, database: Database) -> None:
    [found] = await rows(database, OF_THE_ROLE, migrated=f"tests_{service}{TEMPLATE}")

    assert [name for name, value in found.items() if value] == []
    await expect_no_right(database, "CREATE TABLE mine (id integer)")
    await expect_no_right(database, "DROP TABLE outbox")
    await expect_no_right(database, "TRUNCATE inbox")
    await expect_no_right(database, "UPDATE alembic_version SET version_num = '0001'")


async def test_no_other_service_enters_the_database(
    service: str, database: Database, database_url_of: Callable[[str], str]
) -> None:
    for other in METADATA:
        database_url_of(other)  # makes the role

    entering = await rows(
        database,
        WHO_ENTERS,
        migrated=f"tests_{service}{TEMPLATE}",
        services=sorted(METADATA),
    )

    assert entering == [{"rolname": service}]


async def test_the_next_migration_takes_back_what_somebody_gave_by_hand(
    service: str, database: Database
) -> None:
    async with database.transaction() as session:
        connection = await session.connection()
        async with as_owner(connection):
            for change in BY_HAND:
                await connection.execute(text(change.format(role=service)))
    url = owners_address(database.engine.url.render_as_string(hide_password=False))

    done, told = await alembic(root_of(service), url, "upgrade", "head")

    assert done == 0, told
    assert await granted(database) == said(service)


async def test_without_its_role_a_service_is_not_migrated_and_the_operator_is_told_why(
    database_url_of: Callable[[str], str], tmp_path: Path
) -> None:
    async with committing(owners_address(database_url_of("catalog"))) as database:
        url = database.engine.url.render_as_string(hide_password=False)
        nobody = told_of_role("nobody_here", tmp_path)

        down, told_down = await alembic(nobody, url, "downgrade", "-1")
        up, told_up = await alembic(nobody, url, "upgrade", "head")

        assert (down, up) != (0, 0)
        for told in (told_down, told_up):
            assert "The role nobody_here" in told
            assert "CREATE ROLE nobody_here LOGIN" in told
            assert "Traceback" not in told
        head = ScriptDirectory.from_config(alembic_config(nobody, "unused")).get_current_head()
        assert await rows(database, "SELECT version_num FROM alembic_version") == [
            {"version_num": head}
        ]


async def test_a_service_that_would_own_its_tables_is_not_migrated(
    database_url_of: Callable[[str], str], tmp_path: Path
) -> None:
    async with committing(owners_address(database_url_of("catalog"))) as database:
        url = database.engine.url.render_as_string(hide_password=False)

        done, told = await alembic(told_of_role("dost", tmp_path), url, "upgrade", "head")

    assert done != 0
    assert "has the rights of dost" in told
    assert "Traceback" not in told


def told_of_role(role: str, folder: Path) -> Path:
    """Return the folder of a catalogue whose migrations were told of another role."""
    root = folder / role
    root.mkdir()
    shutil.copy(root_of("catalog") / "alembic.ini", root)
    shutil.copytree(root_of("catalog") / "migrations", root / "migrations")
    env = root / "migrations" / "env.py"
    env.write_text(env.read_text().replace('role="catalog"', f'role="{role}"'))
    return root
