"""The lists of the other services, each among a hundred thousand rows, and that none is forgotten."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.clock import FixedClock
from shared.database import Database
from shared.identity.caller import Role
from shared.narrowed import EXAMINED
from tests.applications.storage import test_lists_at_scale as applications
from tests.builders.applications import Caller
from tests.builders.catalog import CHILDCARE, NOW, reviewed
from tests.builders.catalog_published import publish
from tests.builders.database import analyse, as_owner, committing
from tests.builders.identity import bearer
from tests.builders.scale import (
    Who,
    expect_page_alone,
    expect_to_go_on,
    later,
    reads,
)
from tests.contracts.list_routes import served
from tests.contracts.openapi_documents import APPS
from tests.contracts.test_list_routes import lists_of
from tests.notifications.api import test_deliveries_at_scale as deliveries

ROWS, AT_ONCE = 100_000, 10_000
A_PAGE = 21
ADMIN: Who = (Role.ADMIN, {"person": "admin"})
GROWN = {"parked", "passport_versions"}
BOUNDED = {
    ("catalog", "/v1/code-lists/{name}"): "comes with the program, from no table",
    ("meis-gateway", "/v1/subsystems"): "the sixteen of them, by configuration",
}
"""The lists that do not grow, and why."""

PARKED = (reads(ADMIN, "/v1/parked", A_PAGE, (50_000,)),)
"""Oldest first."""
PASSPORTS = (
    reads(ADMIN, "/v1/passports", EXAMINED, ("service-2", 50_000)),
    reads(ADMIN, "/v1/passports", EXAMINED, ("service-2", 50_000), query="nowhere"),
    reads(ADMIN, "/v1/passports", EXAMINED, ("service-2", 50_000), passport_id="id-77"),
    reads(ADMIN, "/v1/passports", EXAMINED, ("service-2", 50_000), back_office="dma"),
    reads(
        ADMIN,
        "/v1/passports",
        EXAMINED,
        ("service-2", 50_000),
        modified_after="2027-01-01T00:00:00Z",
    ),
    reads(ADMIN, "/v1/passports/service-1/versions", A_PAGE, (50_001,)),
)
READINGS = {"catalog": PASSPORTS, "meis-gateway": PARKED, "notifications": PARKED}

_PARKED = """
INSERT INTO parked (consumer, topic, kafka_partition, kafka_offset, key, source, event_id, headers,
    waits, attempts)
SELECT 'worker', 'dost.test.v1', 0, n, 'k' || n % 100, 's', 'e' || n, '[]', false, 1
FROM generate_series(CAST(:first AS integer), :last) n
"""
_DRAFTS = """
INSERT INTO drafts (draft_id, sha256, state, version, created_at, published_at, service_id,
    passport_version)
SELECT 'g' || n, sha256, state, version, created_at, published_at, service_id, passport_version
FROM drafts, generate_series(CAST(:first AS integer), :last) n WHERE draft_id NOT LIKE 'g%'
"""
_VERSIONS = """
INSERT INTO passport_versions (service_id, version, valid_from, valid_until, published_at, draft_id,
    passport_id, name, search_key, classifications, channels, audiences, back_offices, subsystems,
    content)
SELECT 'service-' || CASE WHEN n % 2 = 0 THEN 2 * n ELSE n % 10 END, n,
    p.valid_from + make_interval(secs => n),
    CASE WHEN n % 2 = 1 THEN p.valid_from + make_interval(secs => n + 10) END,
    p.published_at, 'g' || n, 'id-' || n, p.name, p.search_key, p.classifications, p.channels,
    p.audiences, p.back_offices, p.subsystems, '{}'
FROM passport_versions p, generate_series(CAST(:first AS integer), :last) n
WHERE p.draft_id NOT LIKE 'g%'
"""
FILLED = {"catalog": (_DRAFTS, _VERSIONS), "meis-gateway": (_PARKED,), "notifications": (_PARKED,)}
"""Half of the versions are of five services, with a history of ten thousand each."""


# Checked row by row it takes a minute; the rows keep it, and no list reads by it.
_UNCHECKED = "ALTER TABLE passport_versions DROP CONSTRAINT {}"
_NO_TWO_IN_FORCE = """
SELECT conname FROM pg_constraint WHERE contype = 'x' AND conrelid = 'passport_versions'::regclass
"""


async def _unchecked(connection: AsyncConnection) -> None:
    name = (await connection.execute(text(_NO_TWO_IN_FORCE))).scalar_one()
    async with as_owner(connection):
        await connection.execute(text(_UNCHECKED.format(name)))


async def _fill(connection: AsyncConnection, service: str) -> None:
    for first in range(1, ROWS + 1, AT_ONCE):
        for statement in FILLED[service]:
            await connection.execute(text(statement), {"first": first, "last": first + AT_ONCE - 1})


@pytest.fixture(scope="module", params=READINGS)
async def busy(
    request: pytest.FixtureRequest, database_url_of: Callable[[str], str]
) -> AsyncIterator[tuple[str, Database, Caller]]:
    """A service whose database has been in use for years, and whoever reads its lists."""
    service: str = request.param
    async with committing(database_url_of(service)) as database:
        if service == "catalog":
            await publish(database, reviewed(CHILDCARE))
        async with database.transaction() as session:
            connection = await session.connection()
            await connection.execute(text("SET LOCAL statement_timeout = 0"))
            if service == "catalog":
                await _unchecked(connection)
            await _fill(connection, service)
            await analyse(connection)
        headers = await bearer(ADMIN[0], **ADMIN[1])
        clock = FixedClock(NOW + timedelta(days=900))
        async with served(service, database, clock) as client:
            yield service, database, Caller(client, headers)


async def test_a_page_is_read_without_looking_at_the_rest(
    busy: tuple[str, Database, Caller],
) -> None:
    service, database, caller = busy
    for reading in READINGS[service]:
        for each in (reading, later(reading)):
            await expect_page_alone(database, caller, each, GROWN)
        await expect_to_go_on(caller, reading)


def test_no_list_that_grows_is_left_out() -> None:
    """A new list is read at scale, or says why it does not grow."""
    of_applications = (*applications.READINGS, *applications.OF_ONE_CASE)
    read = {("applications", each.path) for each in of_applications}
    read |= {(service, each.path) for service in READINGS for each in READINGS[service]}
    read = {(service, path.replace("service-1", "{service_id}")) for service, path in read}
    read.add(("notifications", deliveries.PATH))

    assert read | set(BOUNDED) == {name for service in APPS for name in lists_of(service)}
    assert read.isdisjoint(BOUNDED)
