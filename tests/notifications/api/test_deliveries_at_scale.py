"""The messages of one case are read alone, though there are those of 100,000 cases."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx2 as httpx
import pytest
from sqlalchemy import text

from notifications.app import create_app
from notifications.consumers.case_events import case_events
from notifications.settings import Settings
from shared.database import Database
from shared.identity.caller import Role
from tests.builders.database import analyse
from tests.builders.identity import ISSUER, api_client, bearer, verifier
from tests.builders.notifications import KEYS, promised
from tests.builders.statements import recorded, scans

PATH = "/v1/deliveries"
MESSAGES, AT_ONCE = 100_000, 10_000
MORE = text("""
INSERT INTO messages OVERRIDING SYSTEM VALUE
SELECT r.* FROM messages m, generate_series(CAST(:first AS integer), :last) n,
    LATERAL jsonb_populate_record(m, jsonb_build_object('no', 1000 + n, 'message_id', 'm' || n,
        'request_id', 'r' || n, 'client_key', 'k' || n, 'case_id', 'c' || n, 'state', 'delivered'))
    r
WHERE m.case_id = 'case-1'
""")
AUDITOR: tuple[Role, dict[str, str]] = (Role.AUDITOR, {})
OFFICER = (Role.OFFICER, {"body": "dsmf", "centre": "dost-1"})
AGENT = (Role.AGENT, {"centre": "dost-1"})


@pytest.fixture
async def client(
    database: Database, database_url_of: Callable[[str], str]
) -> AsyncIterator[httpx.AsyncClient]:
    settings = {"env": "test", "oidc_issuer": ISSUER}
    app = create_app(
        Settings.model_validate({**settings, "database_url": database_url_of("notifications")})
    )
    app.state.database = database
    app.state.verifier = verifier("notifications")
    async with api_client(app) as client:
        yield client


async def test_each_reader_reads_the_messages_of_the_case_and_no_other(
    client: httpx.AsyncClient, database: Database
) -> None:
    async with database.transaction() as session:
        await case_events(KEYS)(session, promised())
        connection = await session.connection()
        for first in range(1, MESSAGES, AT_ONCE):
            await connection.execute(MORE, {"first": first, "last": first + AT_ONCE - 1})
        await analyse(connection)

    for role, wishes in (AUDITOR, OFFICER, AGENT):
        found = await plans(client, database, await bearer(role, **wishes))
        assert [scan for scan in found if "Seq" in scan.kind] == []
        assert {scan.rows for scan in found} == {1}, found


async def plans(
    client: httpx.AsyncClient, database: Database, headers: dict[str, str]
) -> list[Any]:
    with recorded(database) as recording:
        answer = await client.get(PATH, params={"case_id": "case-1"}, headers=headers)
    assert len(answer.json()["items"]) == 1, answer.text
    found = []
    async with database.transaction() as session:
        for statement in recording.statements:
            for generic in (False, True):
                found += await scans(await session.connection(), statement, generic=generic)
    return [scan for scan in found if scan.table == "messages"]
