"""The case service as its callers meet it: an API, the worker's jobs, and the people at it."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self
from uuid import uuid4

import httpx2 as httpx
from fastapi import FastAPI
from sqlmodel import col, select

from applications.app import casework_of, create_app, question_keys_of
from applications.consumers import published_passports, recovered_subsystems
from applications.consumers.delivered_messages import DeliveryHandler
from applications.jobs.calendar_replanning import CalendarReplanning
from applications.jobs.notice_timers import NoticeTimers
from applications.jobs.registry_questions import RegistryQuestions
from applications.settings import Settings
from applications.use_cases.seed_calendar import seed_calendar
from shared.clock import FixedClock
from shared.database import Database
from shared.events.cases import MessageRequested
from shared.events.deliveries import MessageDelivered, MessageFailed
from shared.events.envelope import Envelope, EventData
from shared.events.meis import SubsystemRecovered
from shared.events.passports import PassportPublished
from shared.identity.caller import Role
from shared.identity.tokens import TokenVerifier
from shared.outbox import OutboxRow
from tests.builders.case_passports import childcare_data
from tests.builders.identity import ISSUER, api_client, bearer, verifier
from tests.builders.registries import Registries
from tests.builders.submissions import FIN, Json, in_person, papers

LEASE = timedelta(seconds=60)
TUESDAY = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
"""Tuesday 10 March 2026, ten o'clock in Baku."""
SIGNERS = ("admin:nazir", "approver:katib")
LEYLA = {"person": "leyla", "centre": "dost-1", "desk": "desk-5"}
RASHAD = {"person": "rashad", "centre": "dost-1", "body": "dsmf"}

# One sandbox signs for the whole run: its tokens and keys are good in every test.
TOKENS: dict[str, dict[str, str]] = {}
LASTING = 86_400
"""Seconds these tokens last: all tests together take longer than a citizen's quarter of an hour."""


@cache
def _verifier() -> TokenVerifier:
    return verifier("applications")


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody with a token, and the calls they make."""

    client: httpx.AsyncClient
    headers: Mapping[str, str]

    async def get(self, path: str, **params: Any) -> httpx.Response:
        return await self.client.get(path, params=params, headers=self.headers)

    async def post(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.post(path, json=body, headers={**self.headers, **named})

    async def create(self, path: str, body: Any, key: str | None = None) -> httpx.Response:
        """Post with an ``Idempotency-Key``, a new one unless said."""
        return await self.post(path, body, idempotency_key=key or str(uuid4()))

    async def submit(self, body: Json, key: str | None = None) -> httpx.Response:
        return await self.create("/v1/cases", body, key)

    async def act(self, case: Json, action: str, body: Any = None) -> httpx.Response:
        """Do an action on the case at the version it was read."""
        path = f"/v1/cases/{case['case_id']}/actions/{action}"
        return await self.post(path, body, if_match=f'"{case["version"]}"')

    async def does(self, case: Json, action: str, body: Any = None) -> Json:
        """Do an action that must succeed, and return the case as it is then."""
        answer = await self.act(case, action, body)
        assert answer.status_code == 200, answer.text
        done: Json = answer.json()
        return done

    async def reads(self, case: Json) -> Json:
        answer = await self.get(f"/v1/cases/{case['case_id']}")
        assert answer.status_code == 200, answer.text
        read: Json = answer.json()
        return read


@dataclass
class House:
    """The service on one database, at one business time, before one set of registries."""

    database: Database
    url: str
    clock: FixedClock = field(default_factory=lambda: FixedClock(TUESDAY))
    registries: Registries = field(default_factory=Registries)
    client: httpx.AsyncClient = field(init=False)
    app: FastAPI = field(init=False)

    async def __aenter__(self) -> Self:
        self._stack = AsyncExitStack()
        self.folder = Path(self._stack.enter_context(TemporaryDirectory()))
        self.settings = Settings.model_validate(
            {
                "env": "test",
                "oidc_issuer": ISSUER,
                "database_url": self.url,
                "documents_folder": self.folder,
            }
        )
        self.casework = casework_of(self.settings)
        self.registries.keys = question_keys_of(self.settings)
        self.app = create_app(self.settings)
        self.app.state.database = self.database
        self.app.state.clock = self.clock
        self.app.state.verifier = _verifier()
        self.client = await self._stack.enter_async_context(api_client(self.app))
        async with self.database.transaction() as session:
            await seed_calendar(session, [2025, 2026], signers=SIGNERS, at=TUESDAY)
        await self.publish(childcare_data())
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def caller(self, role: Role, **wishes: Any) -> Caller:
        who = f"{role} {sorted(wishes.items())}"
        if who not in TOKENS:
            TOKENS[who] = await bearer(role, expires_in=LASTING, **wishes)
        return Caller(self.client, TOKENS[who])

    async def agent(self, **wishes: Any) -> Caller:
        return await self.caller(Role.AGENT, **{**LEYLA, **wishes})

    async def officer(self, **wishes: Any) -> Caller:
        return await self.caller(Role.OFFICER, **{**RASHAD, **wishes})

    async def citizen(self, fin: str = FIN) -> Caller:
        return await self.caller(Role.CITIZEN, person=fin)

    async def publish(self, data: Json) -> None:
        """Let the catalogue publish a passport version."""
        event = PassportPublished.model_validate({"passport": data})
        await self.hear(published_passports.handle, event, data["service_id"], "catalog")

    async def hear(
        self, handler: Any, event: EventData, key: str, source: str, *, event_id: str = ""
    ) -> None:
        """Give an event to a handler, in a transaction of its own."""
        now = await self.clock.now()
        envelope = Envelope(
            id=event_id or str(uuid4()),
            source=source,
            type=event.type,
            topic=event.topic,
            key=key,
            time=now,
            recorded_at=now,
            data=event.model_dump(mode="json"),
        )
        async with self.database.transaction() as session:
            await handler(session, envelope)

    def questions(self) -> RegistryQuestions:
        """Return a worker's job that asks the registries."""
        return RegistryQuestions(
            self.database,
            self.casework,
            question_keys_of(self.settings),
            self.registries,
            self.clock,
            LEASE,
        )

    async def ask_registries(self) -> int:
        """Let the worker ask what is due."""
        return await self.questions().ask_due()

    async def fire_timers(self) -> int:
        """Let the worker fire what is due."""
        timers = NoticeTimers(self.database, self.casework, self.clock, LEASE)
        fired = 0
        while await timers.fire_due():
            fired += 1
        return fired

    def replanning(self) -> CalendarReplanning:
        """Return a worker's job that brings a new calendar to open cases."""
        return CalendarReplanning(self.database, self.casework, self.clock)

    async def replan(self) -> int:
        """Let the worker walk the open cases to the end; return how many it came to."""
        job, cases = self.replanning(), 0
        while await job.replan_due():
            cases += 1
        return cases

    async def recovered(self, subsystem: str) -> None:
        """Let the gateway tell that a subsystem is back."""
        now = await self.clock.now()
        event = SubsystemRecovered(subsystem=subsystem, failed_since=now, recovered_at=now)
        await self.hear(recovered_subsystems.handle, event, subsystem, "meis-gateway")

    async def events(self, kind: type[EventData]) -> list[OutboxRow]:
        """Return the recorded events of a type, in order."""
        query = select(OutboxRow).where(col(OutboxRow.type) == kind.type)
        async with self.database.transaction() as session:
            return list((await session.exec(query.order_by(col(OutboxRow.id)))).all())

    async def deliver(self, template: str) -> None:
        """Let notifications tell that the cabinet has the messages of a template."""
        for row in await self.events(MessageRequested):
            data = row.data or {}
            if data["template"] == template:
                await self.delivered(row)

    async def fail(self, template: str) -> None:
        """Let notifications tell that the cabinet never takes the messages of a template."""
        for row in await self.events(MessageRequested):
            data = row.data or {}
            if data["template"] == template:
                event = MessageFailed(
                    case_id=data["case_id"],
                    request_id=row.event_id,
                    template=template,
                    failed_at=await self.clock.now(),
                )
                handler = DeliveryHandler(self.casework)
                await self.hear(handler, event, data["case_id"], "notifications")

    async def delivered(self, requested: OutboxRow) -> None:
        """Let notifications tell that the cabinet has one message."""
        data = requested.data or {}
        event = MessageDelivered(
            case_id=data["case_id"],
            request_id=requested.event_id,
            template=data["template"],
            template_version=1,
            language=data["language"],
            delivered_at=await self.clock.now(),
        )
        await self.hear(DeliveryHandler(self.casework), event, data["case_id"], "notifications")

    async def ticket(self, agent: Caller, *, called: bool = True) -> str:
        """Take a ticket at the agent's centre, and have it called to their desk."""
        body = {"centre": "dost-1", "direction": "social-benefits"}
        answer = await agent.create("/v1/tickets", body)
        assert answer.status_code == 201, answer.text
        if called:
            called_answer = await agent.post("/v1/tickets/call-next", {**body, "desk": "desk-5"})
            assert called_answer.status_code == 200, called_answer.text
        ticket_id: str = answer.json()["ticket_id"]
        return ticket_id

    async def submitted_in_person(self, agent: Caller, **fields: Any) -> Json:
        """Return a case the agent submitted with the person in front of them."""
        answer = await agent.submit(in_person(await self.ticket(agent), **fields))
        assert answer.status_code == 201, answer.text
        case: Json = answer.json()
        return case

    async def at_desk(self, agent: Caller) -> Json:
        """Return a case at the desk with the registries' answers attached."""
        case = await self.submitted_in_person(agent)
        case = await agent.does(case, "approach-desk", {"desk": "desk-5"})
        await self.ask_registries()
        return await agent.reads(case)

    async def forwarded(self, agent: Caller) -> Json:
        """Return a complete case that the agent has forwarded."""
        case = await self.at_desk(agent)
        case = await agent.does(case, "submit-documents", papers("commission-protocol"))
        case = await agent.does(case, "confirm-completeness")
        return await agent.does(case, "forward", {"view": "for", "note": "Sənədlər tamdır."})

    async def granted(self, agent: Caller, officer: Caller) -> Json:
        """Return a case that the officer has granted."""
        case = await officer.does(await self.forwarded(agent), "claim")
        return await officer.does(case, "grant")
