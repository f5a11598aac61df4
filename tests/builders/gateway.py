"""The gateway for tests: passports, grants as a case signs them, and the real sandbox behind it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2 as httpx
from fastapi import FastAPI
from sqlalchemy import select, table, text

from meis_gateway.app import adapters, create_app
from meis_gateway.settings import Settings
from meis_gateway.storage import passports
from meis_gateway.use_cases.gateway import Gateway
from shared.clock import Clock, SystemClock, system_now
from shared.database import Database
from shared.events.envelope import Envelope
from shared.events.passports import Passport, PassportPublished
from shared.grants import LIFETIME, QuestionGrant, sign, subject_digest
from shared.http import http_client
from shared.identity.caller import Role
from shared.vault import KeyRing
from tests.builders.identity import ISSUER, api_client, bearer, sandbox, verifier

FIN = "5ZK1Q2W"
BOTH = ("sigorta", "monitorinq")
SERVICE_ID = "a-benefit"
PUBLISHED_AT = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)

SETTINGS = Settings.model_validate({"env": "test", "oidc_issuer": ISSUER})
GRANT_KEY = KeyRing.parse(SETTINGS.grant_key.get_secret_value()).active.secret
SUBJECT_KEY = KeyRing.parse(SETTINGS.subject_key.get_secret_value()).active.secret


def passport(version: int = 1, **changes: Any) -> Passport:
    """Return a published version that asks two registries whether a person is insured.

    Field 21 takes ``sigorta.identity`` and ``monitorinq.leave_order`` from them.
    """
    choice = {"code": "x", "printed": "x"}
    day = {"value": 10, "unit": "day", "runs": "calendar"}
    fields: dict[str, Any] = {
        "service_id": SERVICE_ID,
        "version": version,
        "valid_from": PUBLISHED_AT,
        "valid_until": None,
        "published_at": PUBLISHED_AT,
        "name": "Müavinət",
        "passport_id": None,
        "total_duration": day,
        "front_office_duration": None,
        "back_office_duration": None,
        "operator_standard_minutes": None,
        "fee": choice,
        "required_documents": [
            _document("identity-card", "sigorta", "identity"),
            _document("leave-order", "monitorinq", "leave_order"),
        ],
        "steps": [registry_check(*BOTH)],
        "steps_note": None,
        "meis_subsystems": [{"code": code, "printed": code} for code in BOTH],
        "digitisation_level": choice,
        "responsible_position": None,
        "handling": {
            "confidentiality": "open",
            "contact": "cabinet",
            "applicant_relations": ["self"],
            "decision_office": {"body": "dsmf", "at": "case-centre"},
        },
    }
    lists = (
        *("classifications", "executing_units", "legal_basis", "intake_channels", "audiences"),
        *("communication_channels", "response_channels", "refusal_grounds", "back_offices"),
        *("locations", "document_forms", "information_systems", "remarks"),
    )
    empty: dict[str, Any] = {name: [] for name in lists}
    return Passport.model_validate({**empty, **fields, **changes})


def registry_check(
    *subsystems: str, question: str = "insured", attributes: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return a registry-check step."""
    params = {
        "question": question,
        "subsystems": list(subsystems),
        "attributes": list(attributes),
    }
    return {
        "id": "registry-check",
        "no": 5,
        "text": "5. MEİS-də yoxlanılır.",
        "kind": "registry-check",
        "actor": "job",
        "channels": None,
        "when": None,
        "params": params,
    }


def _document(code: str, subsystem: str, attribute: str) -> dict[str, Any]:
    return {
        "code": code,
        "name": code,
        "sources": ["submission", {"subsystem": subsystem, "attribute": attribute}],
        "substitutes_for": [],
        "when": None,
    }


def published(version: Passport | None = None) -> Envelope:
    """Return the event by which the catalogue publishes a version."""
    data = PassportPublished(passport=version or passport())
    return Envelope(
        id=str(uuid4()),
        source="catalog",
        type=PassportPublished.type,
        topic=PassportPublished.topic,
        key=data.passport.service_id,
        time=PUBLISHED_AT,
        recorded_at=PUBLISHED_AT,
        data=data.model_dump(mode="json"),
    )


def grant(fin: str = FIN, **changes: Any) -> QuestionGrant:
    """Return the grant of a case that asks whether ``fin`` is insured."""
    granted = QuestionGrant(
        case_id="case-1",
        service_id=SERVICE_ID,
        passport_version=1,
        subject_digest=subject_digest("fin", fin, SUBJECT_KEY),
        question="insured",
        subsystems=BOTH,
        attributes=(),
        expires_at=system_now() + LIFETIME - timedelta(seconds=1),
    )
    return replace(granted, **changes)


def attributes_grant(fin: str = FIN, **changes: Any) -> QuestionGrant:
    """Return the grant of a case that fetches what its passport takes from the registries."""
    wanted = ("sigorta.identity", "monitorinq.leave_order")
    return grant(fin, **{"question": "attributes", "attributes": wanted, **changes})


def body(
    granted: QuestionGrant | str, fin: str = FIN, *, kind: str = "fin", key: bytes = GRANT_KEY
) -> dict[str, Any]:
    """Return the request's body: a grant, signed unless it is a text already, and the person."""
    token = granted if isinstance(granted, str) else sign(granted, key)
    return {"grant": token, "person": {"identifier": {"kind": kind, "value": fin}}}


@dataclass
class World:
    """The gateway's API over a database, with the real sandbox behind it, in this process."""

    app: FastAPI
    database: Database
    client: httpx.AsyncClient
    outside: httpx.AsyncClient
    service: Mapping[str, str]
    calls_before: int

    async def ask(
        self, granted: QuestionGrant | str, fin: str = FIN, **headers: str
    ) -> httpx.Response:
        """Ask as applications does; headers with ``_`` for ``-``."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.post(
            "/v1/questions", json=body(granted, fin), headers={**self.service, **named}
        )

    async def publish(self, version: Passport | None = None) -> None:
        """Let the gateway have its own copy of a version."""
        async with self.database.transaction() as session:
            await passports.keep(session, version or passport(), received_at=system_now())

    async def fault(self, subsystem: str, fault: str, **how: object) -> None:
        """Let a registry fail."""
        target = f"meis/{subsystem}"
        answer = await self.outside.put("/faults", json={"target": target, "fault": fault, **how})
        assert answer.is_success, answer.text

    async def repair(self) -> None:
        """Let every registry work again."""
        await self.outside.delete("/faults")

    async def calls(self, target: str = "meis") -> list[dict[str, Any]]:
        """Return what the registries were really asked in this test."""
        wanted: dict[str, str | int] = {"target": target, "after": self.calls_before}
        answer = await self.outside.get("/calls", params=wanted)
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def rows(self, statement: str) -> list[dict[str, Any]]:
        """Return what the database holds."""
        async with self.database.transaction() as session:
            found = await (await session.connection()).execute(text(statement))
            return [dict(row) for row in found.mappings()]

    async def table(self, name: str) -> list[dict[str, Any]]:
        """Return every row of a table."""
        async with self.database.transaction() as session:
            everything = select(text("*")).select_from(table(name))
            found = await (await session.connection()).execute(everything)
            return [dict(row) for row in found.mappings()]

    @property
    def gateway(self) -> Gateway:
        """What the routes work with; may be replaced."""
        gateway: Gateway = self.app.state.gateway
        return gateway

    def change(self, **parts: Any) -> None:
        """Work with other parts from now on (``seconds``, ``subsystems``, ``clock``)."""
        self.app.state.gateway = replace(self.gateway, **parts)


@asynccontextmanager
async def opened_world(database: Database, clock: Clock | None = None) -> AsyncIterator[World]:
    """Open a world whose gateway keeps its evidence in ``database``; no passport is known yet."""
    transport = httpx.ASGITransport(sandbox())
    app = create_app(SETTINGS)
    app.state.database = database
    app.state.verifier = verifier("meis-gateway")
    meis = http_client(base_url="http://sandbox/meis", transport=transport)
    app.state.gateway = replace(
        app.state.gateway,
        database=database,
        registries=adapters(meis),
        clock=clock or SystemClock(),
    )
    async with (
        meis,
        httpx.AsyncClient(transport=transport, base_url="http://sandbox") as outside,
        api_client(app) as client,
    ):
        service = await bearer(Role.SERVICE, client="applications")
        earlier = (await outside.get("/calls", params={"limit": 1})).json()["items"]
        before = earlier[-1]["no"] if earlier else 0
        world = World(app, database, client, outside, service, before)
        yield world
        await world.repair()
