"""A system of a test's own for accounts: real databases, topics and sandbox, filled row by row.

Nothing works in it, so it stands as the test left it. Triggers and foreign keys are off for what is
written here: a test must be able to write what the suite never would.
"""

import asyncio
import json
import os
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx2 as httpx
from aiokafka import AIOKafkaConsumer, TopicPartition

from local_stack.databases import address_of
from shared.events.cases import CASES_TOPIC, CaseAdvanced, CaseSubmitted, MessageRequested
from shared.events.deliveries import MessageDelivered
from shared.events.envelope import Envelope, EventData
from shared.events.meis import MEIS_TOPIC, RegistryLooked
from tests.builders.kafka import put

DELIVERIES_TOPIC = MessageDelivered.topic
ACCOUNTED = (CASES_TOPIC, DELIVERIES_TOPIC, MEIS_TOPIC)
FIN = "5ZK1Q2W"
MORNING = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)

_ROWS: dict[str, dict[str, Any]] = {
    "cases": {
        "state": "submitted",
        "service_id": "childcare-benefit",
        "passport_version": 1,
        "protected": False,
        "channel": "self-service",
        "relation": "self",
        "audience": "citizen",
        "filed_at": MORNING,
        "registered_on": MORNING.date(),
        "due_on": MORNING.date(),
        "submitted_by": "citizen",
        "language": "az",
        "suspensions": "[]",
        "requested": [],
    },
    "history": {
        "action": "submit",
        "actor": "citizen",
        "at": MORNING,
        "from_state": "draft",
        "state": "submitted",
        "details": "{}",
    },
    "idempotency": {"request_digest": b"x", "status": 201},
    "requests": {"template": "in-progress", "requested_at": MORNING},
    "messages": {
        "request_source": "applications",
        "template": "in-progress",
        "template_code": "in-progress",
        "template_version": 1,
        "language": "az",
        "recipient_role": "person-concerned",
        "sealed": b"x",
        "key_id": "k",
        "state": "delivered",
        "attempts": 1,
        "next_at": MORNING,
        "requested_at": MORNING,
    },
    "intents": {
        "client": "applications",
        "service_id": "childcare-benefit",
        "passport_version": 1,
        "question": "insured",
        "subsystem": "sigorta",
        "attributes": "[]",
        "subject_digest": "x",
        "subject_key_id": "k",
        "asked_at": MORNING,
    },
    "outcomes": {"answer": "yes", "released": "[]", "latency_ms": 1},
}
"""What a row of a kind has beside what tells it from others."""


@dataclass(frozen=True)
class Whole:
    """One case that has gone all the way: every thing of it that an account compares, by name."""

    case_id: str = field(default_factory=lambda: str(uuid4()))
    request_id: str = field(default_factory=lambda: str(uuid4()))
    client_key: str = field(default_factory=lambda: uuid4().hex)
    intent_id: str = field(default_factory=lambda: str(uuid4()))
    evidence_id: str = field(default_factory=lambda: str(uuid4()))

    def row(self, name: str) -> tuple[str, str, dict[str, Any]]:
        """Return database, table and content of the row that ``name`` means."""
        now = datetime.now(UTC)
        case, recorded = {"case_id": self.case_id}, {"recorded_at": now}
        line = {**_ROWS["history"], **case, **recorded}
        headers = json.dumps({"Location": f"/v1/cases/{self.case_id}"})
        rows: dict[str, tuple[str, str, dict[str, Any]]] = {
            "case": (
                *("applications", "cases"),
                {**_ROWS["cases"], "id": self.case_id, "number": self.case_id, "version": 3}
                | recorded,
            ),
            "answer": (
                *("applications", "idempotency"),
                {**_ROWS["idempotency"], "scope": uuid4().bytes, "headers": headers},
            ),
            **{
                f"line {v}": ("applications", "history", {**line, "case_version": v})
                for v in (1, 2, 3)
            },
            "request": (
                *("applications", "messages"),
                {**_ROWS["requests"], **case, "request_id": self.request_id, "delivered_at": now},
            ),
            "message": (
                *("notifications", "messages"),
                {**_ROWS["messages"], **case, **recorded, "message_id": str(uuid4())}
                | {"request_id": self.request_id, "client_key": self.client_key},
            ),
            "intent": (
                *("meis_gateway", "intents"),
                {**_ROWS["intents"], **case, **recorded, "intent_id": self.intent_id}
                | {"evidence_id": self.evidence_id},
            ),
            "outcome": (
                *("meis_gateway", "outcomes"),
                {**_ROWS["outcomes"], **recorded, "intent_id": self.intent_id},
            ),
        }
        return rows[name]

    def event(self, name: str) -> Envelope:
        """Return the event that ``name`` means, with an id of its own."""
        case = {"case_id": self.case_id}
        told: dict[str, tuple[type[EventData], str, dict[str, Any]]] = {
            "submitted": (CaseSubmitted, "applications", {**case, "case_version": 1}),
            "notified": (CaseAdvanced, "applications", {**case, "case_version": 2}),
            "requested": (MessageRequested, "applications", {**case, "case_version": 2}),
            "delivered": (MessageDelivered, "notifications", {"request_id": self.request_id}),
            "known": (CaseAdvanced, "applications", {**case, "case_version": 3}),
            "looked": (
                *(RegistryLooked, "meis-gateway"),
                {"evidence_id": self.evidence_id, "subsystem": "sigorta"},
            ),
        }
        kind, source, data = told[name]
        return Envelope(
            id=self.request_id if name == "requested" else str(uuid4()),
            source=source,
            type=kind.type,
            topic=kind.topic,
            key=self.case_id,
            time=MORNING,
            recorded_at=datetime.now(UTC),
            data=data,
        )


ROWS = ("case", "answer", "line 1", "line 2", "line 3", "request", "message", "intent", "outcome")
EVENTS = ("submitted", "notified", "requested", "looked", "delivered", "known")
CALLS = ("stored", "asked")


@dataclass(frozen=True)
class Said:
    """What the command answered: its exit code, its JSON, and what it said of errors."""

    code: int
    ok: bool
    open: int
    lines: Mapping[str, Mapping[str, Any]]
    text: str
    errors: str


@dataclass(frozen=True)
class SmallSystem:
    """Where the system is: the database server, the broker, the sandbox."""

    server: str
    broker: str
    sandbox: str

    async def case(self, *, without: Collection[str] = ()) -> Whole:
        """Add a case that has gone all the way, ``without`` some of its ROWS, EVENTS, CALLS."""
        whole = Whole()
        for name in ROWS:
            if name not in without:
                await self.insert(*whole.row(name))
        if "outcome" in without:  # the trigger that would open the intent is off
            await self.insert("meis_gateway", "open_intents", {"intent_id": whole.intent_id})
        await put(self.broker, *(whole.event(name) for name in EVENTS if name not in without))
        if "stored" not in without:
            await self.store(whole.client_key)
        if "asked" not in without:
            await self.ask(whole.intent_id)
        return whole

    async def insert(self, database: str, table: str, row: Mapping[str, Any]) -> None:
        """Insert a row."""
        places = ", ".join(f"${number}" for number in range(1, len(row) + 1))
        columns = ", ".join(row)
        await self.execute(
            database,
            f"INSERT INTO {table} ({columns}) VALUES ({places})",  # noqa: S608 - names of ours
            *row.values(),
        )

    async def record(self, database: str, event: Envelope) -> None:
        """Put an event into an outbox."""
        row = {
            "bucket": 0,
            "event_id": event.id,
            "source": event.source,
            "type": event.type,
            "topic": event.topic,
            "key": event.key,
            "time": event.time,
            "data": json.dumps(event.data),
            "extensions": "{}",
        }
        await self.insert(database, "outbox", row)

    async def execute(self, database: str, statement: str, *values: Any) -> None:
        """Run a statement with triggers and foreign keys off."""
        connection = await asyncpg.connect(address_of(self.server, database))
        try:
            await connection.execute("SET session_replication_role = replica")
            await connection.execute(statement, *values)
        finally:
            await connection.close()

    async def store(self, client_key: str) -> None:
        """Put a message into the cabinet."""
        body = {
            "recipient": {"fin": FIN},
            "subject": "Müraciətiniz",
            "body": "Qərar verildi.",
            "language": "az",
        }
        async with httpx.AsyncClient(base_url=self.sandbox, trust_env=False) as client:
            answer = await client.put(f"/esosial/messages/{client_key}", json=body)
            assert answer.is_success, answer.text

    async def ask(self, intent_id: str | None) -> None:
        """Ask a registry about a person, with or without saying by which intent."""
        body = {"identifier": {"kind": "fin", "value": FIN}, "questions": ["insured"]}
        headers = {} if intent_id is None else {"X-Intent-Id": intent_id}
        async with httpx.AsyncClient(base_url=self.sandbox, trust_env=False) as client:
            answer = await client.post("/meis/sigorta/queries", json=body, headers=headers)
            assert answer.is_success, answer.text

    async def consumers_have_come(self) -> None:
        """Let both consumers have committed the ends of their topics."""
        for group, topic in (("notifications", CASES_TOPIC), ("applications", DELIVERIES_TOPIC)):
            async with AIOKafkaConsumer(
                bootstrap_servers=self.broker, group_id=group, enable_auto_commit=False
            ) as consumer:
                partitions = [TopicPartition(topic, number) for number in range(6)]
                consumer.assign(partitions)
                await consumer.commit(await consumer.end_offsets(partitions))

    async def account(self, *words: str, env: Mapping[str, str] | None = None) -> Said:
        """Run the real command, with ``--json`` unless ``words`` ask for something else."""
        process = await asyncio.create_subprocess_exec(
            str(Path(sys.executable).with_name("dost")),
            *("account", *(words or ("--json",))),
            env={
                **os.environ,  # noqa: TID251 - handed on to a child, not read as a setting
                "DATABASE_URL": self.server,
                "KAFKA_BOOTSTRAP": self.broker,
                "PORTS__SANDBOX": self.sandbox.rpartition(":")[2],
                **(env or {}),
            },
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, errors = await process.communicate()
        text = out.decode()
        said: dict[str, Any] = {"ok": False, "open": 0, "lines": []}
        said |= json.loads(text) if text.startswith("{") else {}
        lines = {line["what"]: line for line in said["lines"]}
        code = process.returncode or 0
        return Said(code, said["ok"], said["open"], lines, text, errors.decode())
