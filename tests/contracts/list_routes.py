"""Every list of the suite: how many statements a page of it takes, and how to read one that has rows.

A page never takes a statement for each of its rows. A new list is added here with its number; where
the business clock is asked, one of them reads the database's clock.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2 as httpx
from fastapi import FastAPI
from sqlalchemy import text

from applications.use_cases.agree_with_client import agree
from notifications.consumers.case_events import case_events
from shared.clock import Clock, FixedClock
from shared.database import Database
from shared.identity.caller import Role
from tests.builders.applications import LEYLA, RASHAD, TUESDAY, House
from tests.builders.calendars import day, in_force, version
from tests.builders.catalog import CHILDCARE, DOMESTIC_VIOLENCE, NOW, codes, editor_file, reviewed
from tests.builders.catalog import with_fills as filled
from tests.builders.catalog_published import publish
from tests.builders.database import rolled_back
from tests.builders.gateway import opened_world
from tests.builders.identity import api_client, bearer, verifier
from tests.builders.notifications import KEYS, promised
from tests.builders.representatives import with_mandate
from tests.builders.submissions import FIN, OTHER_FIN, self_service
from tests.builders.uploads import copies, uploaded
from tests.contracts.openapi_documents import app_of


@dataclass(frozen=True, slots=True)
class ListRoute:
    """A list, the statements of one page, and somebody who reads one.

    ``names`` tells which of the seeded things fills a place of the path, where it is not its own.
    ``readings`` are asked for one after the other, the last with several rows.
    """

    service: str
    path: str
    statements: int
    role: Role | None = None
    wishes: Mapping[str, Any] = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    readings: tuple[Mapping[str, Any], ...] = ({"limit": 1}, {"limit": 100})

    @property
    def name(self) -> tuple[str, str]:
        """Return what tells it from the others."""
        return self.service, self.path

    def __str__(self) -> str:
        return " ".join((self.service, self.path, *([] if self.role is None else [self.role])))


LEGAL_AID = {"person": "legal-aid", "client": "legal-aid"}
REPORTS: tuple[Mapping[str, Any], ...] = ({}, {"by": "channel,centre,day"})
"""A report has no pages: it grows by what it is broken down by."""
LISTS = (
    ListRoute("catalog", "/v1/passports", 1),
    ListRoute("catalog", "/v1/passports/{service_id}/versions", 1),
    ListRoute("catalog", "/v1/code-lists/{name}", 0, readings=({},)),
    ListRoute("applications", "/v1/cases", 2, Role.CITIZEN, {"person": FIN}),
    ListRoute("applications", "/v1/cases", 2, Role.AGENT, LEYLA),
    ListRoute("applications", "/v1/cases", 2, Role.OFFICER, RASHAD),
    ListRoute("applications", "/v1/cases", 2, Role.AUDITOR),
    # What is agreed with a partner is read with each request.
    ListRoute("applications", "/v1/cases", 3, Role.PARTNER, LEGAL_AID),
    ListRoute("applications", "/v1/cases/{case_id}/history", 6, Role.AGENT, LEYLA),
    ListRoute(
        "applications",
        "/v1/cases/{case_id}/documents",
        7,
        Role.CITIZEN,
        {"person": OTHER_FIN},
        names={"case_id": "case_with_papers"},
    ),
    ListRoute("applications", "/v1/calendar/versions", 3, Role.ADMIN),
    ListRoute("applications", "/v1/calendar/held-cases", 2, Role.AGENT, LEYLA),
    ListRoute("applications", "/v1/tickets", 2, Role.AGENT, LEYLA),
    ListRoute("applications", "/v1/parked", 1, Role.ADMIN),
    ListRoute("applications", "/v1/statistics", 2, Role.OFFICER, RASHAD, readings=REPORTS),
    ListRoute("applications", "/v1/statistics", 2, Role.AUDITOR, readings=REPORTS),
    ListRoute("meis-gateway", "/v1/parked", 1, Role.ADMIN),
    ListRoute("meis-gateway", "/v1/subsystems", 1, Role.AGENT, LEYLA),
    ListRoute("notifications", "/v1/parked", 1, Role.ADMIN),
    ListRoute("notifications", "/v1/deliveries", 1, Role.AUDITOR, params={"case_id": "case-1"}),
)


@dataclass(frozen=True, slots=True)
class Seeded:
    """A service of whose every list there are rows; ``names`` fill the paths."""

    client: httpx.AsyncClient
    names: Mapping[str, str]


_PARKED = """
INSERT INTO parked (consumer, topic, kafka_partition, kafka_offset, key, source, event_id, headers,
    waits, attempts)
SELECT 'worker', 'dost.test.v1', 0, n, 'key', 's', 'event-' || n, '[]', false, 1
FROM generate_series(1, 3) n
"""


async def _parked(database: Database) -> None:
    async with database.transaction() as session:
        await (await session.connection()).execute(text(_PARKED))


@asynccontextmanager
async def _applications(database: Database, url: str) -> AsyncIterator[Seeded]:
    async with House(database, url) as house:
        await _parked(database)
        agent = await house.agent()
        case = await house.at_desk(agent)
        citizen = await house.citizen(OTHER_FIN)
        papers = {name: await uploaded(citizen) for name in ("commission_protocol", "leave_order")}
        answer = await citizen.submit(self_service(OTHER_FIN, **copies(**papers)))
        online = await (await house.citizen()).submit(self_service())
        await agent.does(online.json(), "claim")
        await house.at_desk(agent)
        await _sent_by_a_partner(house)
        for _ in range(3):
            await house.ticket(agent, called=False)
        await in_force(house, version(day("2026-03-30", "working-day")))
        await house.replan()
        names = {"case_id": case["case_id"], "case_with_papers": answer.json()["case_id"]}
        yield Seeded(house.client, names)


async def _sent_by_a_partner(house: House) -> None:
    async with house.database.transaction() as session:
        await agree(session, "legal-aid", "childcare-benefit", agreed_by="N", at=TUESDAY)
    partner = await house.caller(Role.PARTNER, **LEGAL_AID)
    for _ in range(2):
        answer = await partner.submit(with_mandate())
        assert answer.status_code == 201, answer.text


@asynccontextmanager
async def _catalog(database: Database, _url: str) -> AsyncIterator[Seeded]:
    fields = filled(editor_file(CHILDCARE), back_offices=codes("dsmf", "dma")).fields
    await publish(database, reviewed(CHILDCARE))
    await publish(database, reviewed(DOMESTIC_VIOLENCE))
    await publish(database, reviewed(CHILDCARE, fields=fields))
    async with served("catalog", database) as client:
        yield Seeded(client, {"service_id": "childcare-benefit", "name": "refusal-grounds"})


@asynccontextmanager
async def _notifications(database: Database, _url: str) -> AsyncIterator[Seeded]:
    await _parked(database)
    async with database.transaction() as session:
        for template in ("in-progress", "decision"):
            await case_events(KEYS)(session, promised(template=template))
    async with served("notifications", database) as client:
        yield Seeded(client, {})


@asynccontextmanager
async def _gateway(database: Database, _url: str) -> AsyncIterator[Seeded]:
    await _parked(database)
    async with opened_world(database) as world:
        yield Seeded(world.client, {})


@asynccontextmanager
async def served(
    service: str, database: Database, clock: Clock | None = None
) -> AsyncIterator[httpx.AsyncClient]:
    """Serve the API of a service on a database, at the tests' own time unless said."""
    app: FastAPI = app_of(service)
    app.state.database = database
    app.state.clock = clock or FixedClock(NOW)
    app.state.verifier = verifier(service)
    async with api_client(app) as client:
        yield client


SEEDS: Mapping[str, Callable[[Database, str], AbstractAsyncContextManager[Seeded]]] = {
    "applications": _applications,
    "catalog": _catalog,
    "meis-gateway": _gateway,
    "notifications": _notifications,
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A list with rows; ``read`` asks for it as one who may, with further parameters."""

    database: Database
    read: Callable[..., Awaitable[httpx.Response]]


@asynccontextmanager
async def opened(each: ListRoute, url_of: Callable[[str], str]) -> AsyncIterator[Opened]:
    """Seed the service of a list, and sign in who reads it."""
    url = url_of(each.service)
    async with rolled_back(url) as database, SEEDS[each.service](database, url) as seeded:
        headers = {} if each.role is None else await bearer(each.role, **each.wishes)
        renamed = {place: seeded.names[name] for place, name in each.names.items()}
        path = each.path.format(**{**seeded.names, **renamed})

        async def read(**params: Any) -> httpx.Response:
            asked = {**each.params, **params}
            return await seeded.client.get(path, params=asked, headers=headers)

        yield Opened(database, read)
