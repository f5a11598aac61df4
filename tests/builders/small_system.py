"""A system of a test's own for accounts: real databases, topics and sandbox, filled row by row.

Nothing works in it, so it stands as the test left it. Triggers and foreign keys are off for what is
written here: a test must be able to write what the suite never would.
"""

import asyncio
import json
import os
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import httpx2 as httpx
from aiokafka import AIOKafkaConsumer, TopicPartition

from local_stack.databases import address_of
from shared.events.cases import CASES_TOPIC
from shared.events.deliveries import MessageDelivered
from shared.events.envelope import Envelope
from shared.events.meis import MEIS_TOPIC
from shared.events.passports import PassportPublished
from tests.builders.kafka import put
from tests.builders.published_version import PUBLISHED_ROWS, Published
from tests.builders.whole_case import EVENTS, ROWS, Whole

DELIVERIES_TOPIC = MessageDelivered.topic
PASSPORTS_TOPIC = PassportPublished.topic
ACCOUNTED = (CASES_TOPIC, DELIVERIES_TOPIC, MEIS_TOPIC, PASSPORTS_TOPIC)
READ = (
    ("notifications", CASES_TOPIC, 6),
    ("applications", DELIVERIES_TOPIC, 6),
    ("applications", PASSPORTS_TOPIC, 3),
    ("meis-gateway", PASSPORTS_TOPIC, 3),
)
"""Consumers, what they read, and its partitions."""
FIN = "5ZK1Q2W"


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
        """Add a case that has gone all the way, ``without`` some of its rows, events and calls."""
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

    async def version(self, *, without: Collection[str] = ()) -> Published:
        """Add a published version, ``without`` its row, its event, or one of its copies."""
        published = Published()
        for name in PUBLISHED_ROWS:
            if name not in without:
                await self.insert(*published.row(name))
        if "published" not in without:
            await put(self.broker, published.event())
        return published

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

    async def store(self, client_key: str, fin: str = FIN) -> None:
        """Put a message into somebody's cabinet."""
        body = {
            "recipient": {"fin": fin},
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
        """Let every consumer have committed the ends of its topics."""
        for group, topic, count in READ:
            async with AIOKafkaConsumer(
                bootstrap_servers=self.broker, group_id=group, enable_auto_commit=False
            ) as consumer:
                partitions = [TopicPartition(topic, number) for number in range(count)]
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
