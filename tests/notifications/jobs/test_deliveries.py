from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx2 as httpx
import pytest
from sqlalchemy import text

from notifications.clients.esosial import CabinetMessage, EsosialCabinet, Receipt
from notifications.consumers.case_events import case_events
from notifications.domain.messages import State
from notifications.domain.sight import EVERYTHING
from notifications.jobs.deliveries import deliver_due
from notifications.storage import messages
from notifications.storage.tables import MessageRow
from sandbox.app import create_app
from sandbox.settings import SandboxSettings
from shared.clock import FixedClock
from shared.database import Database
from shared.events.deliveries import MessageDelivered, MessageFailed
from shared.events.envelope import Envelope
from shared.http import http_client
from tests.builders.notifications import CUT_OFF_MORNING, KEYS, LEASE, ROWS, TEST_PERSON, promised

NO_CABINET = "6NP8Q9R"


class World:
    """The real sandbox in this process, and a delivery job that posts to it."""

    def __init__(
        self, database: Database, outside: httpx.AsyncClient, cabinet: EsosialCabinet
    ) -> None:
        self.database = database
        self.outside = outside
        self.cabinet = cabinet
        self.deliver = deliver_due(
            database,
            cabinet=cabinet,
            rows=ROWS,
            clock=FixedClock(CUT_OFF_MORNING),
            lease=LEASE,
        )

    async def promise(self, event: Envelope) -> None:
        async with self.database.transaction() as session:
            await case_events(KEYS)(session, event)

    async def message(self) -> MessageRow:
        async with self.database.transaction() as session:
            [row] = await messages.of_case(session, "case-1", sight=EVERYTHING, limit=10)
            return row

    async def make_due(self) -> None:
        async with self.database.transaction() as session:
            await (await session.connection()).execute(
                text(
                    "update messages set next_at = now() - interval '1 second', lease_until = null"
                )
            )

    async def clock_was_ahead(self, by: timedelta, *, leased: bool = False) -> None:
        """Move every instant written so far ahead: by a clock that is set back from now on."""
        async with self.database.transaction() as session:
            await (await session.connection()).execute(
                text(
                    "update messages set next_at = next_at + :by, recorded_at = recorded_at + :by,"
                    " lease_until = case when :leased then now() else lease_until end + :by"
                ),
                {"by": by, "leased": leased},
            )

    async def inbox(self) -> list[dict[str, str]]:
        answer = await self.outside.post("/esosial/inboxes", json={"fin": TEST_PERSON})
        items: list[dict[str, str]] = answer.json()["items"]
        return items

    async def puts(self) -> int:
        answer = await self.outside.get("/calls", params={"target": "esosial"})
        return sum(call["method"] == "PUT" for call in answer.json()["items"])

    async def fault(self, **fault: object) -> None:
        answer = await self.outside.put("/faults", json={"target": "esosial", **fault})
        assert answer.is_success, answer.text

    async def events(self) -> list[tuple[str, str]]:
        async with self.database.transaction() as session:
            found = await (await session.connection()).execute(
                text("select type, data->>'request_id' from outbox")
            )
            return [(row[0], row[1]) for row in found]


@asynccontextmanager
async def cabinet_over(transport: httpx.ASGITransport) -> AsyncIterator[EsosialCabinet]:
    client = http_client(base_url="http://sandbox/esosial", transport=transport)
    async with client:
        yield EsosialCabinet(client, seconds=0.5)


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    app = create_app(SandboxSettings.model_validate({"env": "test"}))
    transport = httpx.ASGITransport(app=app)
    async with (
        httpx.AsyncClient(transport=transport, base_url="http://sandbox") as outside,
        cabinet_over(transport) as cabinet,
    ):
        yield World(database, outside, cabinet)


async def test_the_citizen_reads_the_promised_message_once(world: World) -> None:
    await world.promise(promised())

    assert await world.deliver() == 1
    assert await world.deliver() == 0

    [message] = await world.inbox()
    assert message["subject"] == "Müraciətinizə baxılır: D-2026-000001-7"
    assert "31.03.2026" in message["body"]
    assert (await world.message()).state == State.DELIVERED


async def test_a_decision_never_reaches_the_cabinet_before_the_notice_of_its_case(
    world: World,
) -> None:
    await world.promise(promised())
    await world.fault(fault="error", times=1)
    assert await world.deliver() == 1
    await world.promise(promised(template="decision"))

    assert await world.deliver() == 0
    await world.promise(promised(case_id="case-2"))
    assert await world.deliver() == 1
    await world.make_due()
    assert [await world.deliver() for _ in range(3)] == [1, 1, 0]

    subjects = [message["subject"].split(":")[0] for message in await world.inbox()]
    assert subjects == [
        "Müraciətinizə baxılır",
        "Müraciətinizə baxılır",
        "Müraciətiniz üzrə qərar",
    ]


async def test_a_clock_that_is_set_back_changes_neither_the_order_of_a_case_nor_its_hour(
    world: World,
) -> None:
    await world.promise(promised())
    await world.fault(fault="error", times=1)
    await world.deliver()
    await world.clock_was_ahead(timedelta(hours=1))
    await world.promise(promised(template="decision"))

    assert [await world.deliver() for _ in range(3)] == [1, 1, 0]

    subjects = [message["subject"].split(":")[0] for message in await world.inbox()]
    assert subjects == ["Müraciətinizə baxılır", "Müraciətiniz üzrə qərar"]


async def test_a_lease_taken_before_the_clock_was_set_back_holds_nobody_up(world: World) -> None:
    await world.promise(promised())
    await world.fault(fault="error", times=1)
    await world.deliver()
    await world.clock_was_ahead(timedelta(hours=1), leased=True)

    assert await world.deliver() == 1

    assert len(await world.inbox()) == 1


async def test_a_citizen_who_owes_papers_reads_which_and_not_that_there_is_nothing_to_do(
    world: World,
) -> None:
    await world.promise(promised(language="en", papers=("Leave order", "Birth certificate")))

    await world.deliver()

    [message] = await world.inbox()
    assert "Leave order; Birth certificate" in message["body"]
    assert "nothing you need to do" not in message["body"]


async def test_a_citizen_reads_how_their_service_takes_papers(world: World) -> None:
    how = "Please upload them on the E-sosial portal."
    await world.promise(promised(language="en", papers=("Leave order",), how=how))
    await world.promise(promised(case_id="case-2", language="en", papers=("Leave order",)))

    while await world.deliver():
        pass

    told, told_before_it_was_said = [message["body"] for message in await world.inbox()]
    assert f"we still need: Leave order. {how} The decision" in told
    assert "DOST centre" not in told
    assert "Please bring them to a DOST centre. The decision" in told_before_it_was_said


async def test_the_case_hears_that_its_message_was_delivered(world: World) -> None:
    promise = promised(template="decision")
    await world.promise(promise)

    await world.deliver()

    assert await world.events() == [(MessageDelivered.type, promise.id)]


async def test_a_message_without_an_answer_is_unknown_and_not_called_delivered(
    world: World,
) -> None:
    await world.promise(promised())
    await world.fault(fault="error", times=1)

    await world.deliver()

    message = await world.message()
    assert (message.state, message.attempts, message.delivered_at) == (State.UNKNOWN, 1, None)
    assert await world.events() == []


async def test_an_unknown_message_the_cabinet_holds_is_not_sent_again(world: World) -> None:
    await world.promise(promised())
    await world.fault(fault="delay", seconds=1.5, times=1)
    await world.deliver()
    row = await world.message()
    await _store_as_if_the_late_call_arrived(world, row)
    puts_before = await world.puts()

    await world.make_due()
    await world.deliver()

    assert len(await world.inbox()) == 1, "the cabinet holds it twice"
    assert (await world.message()).state == State.DELIVERED
    assert await world.puts() == puts_before


async def test_a_message_left_by_a_worker_that_died_while_sending_is_taken_up_and_sent_once(
    world: World,
) -> None:
    await world.promise(promised())
    due_at = (await world.message()).next_at
    async with world.database.transaction() as session:
        await messages.claim_due(session, now=due_at, lease=timedelta(seconds=60))

    assert await world.deliver() == 0, "another worker's lease is respected"
    await world.make_due()
    await world.deliver()

    assert (await world.message()).state == State.DELIVERED
    assert len(await world.inbox()) == 1


async def test_a_person_without_a_cabinet_is_a_failure_that_staff_and_the_case_hear_of(
    world: World,
) -> None:
    promise = promised(fin=NO_CABINET)
    await world.promise(promise)

    await world.deliver()

    message = await world.message()
    assert (message.state, message.last_outcome) == (State.FAILED, "refused")
    assert await world.deliver() == 0
    assert await world.events() == [(MessageFailed.type, promise.id)]


async def test_a_worker_whose_lease_was_taken_changes_nothing(world: World) -> None:
    await world.promise(promised())

    class SlowCabinet(EsosialCabinet):
        """The real cabinet, during whose answer another worker takes the lease."""

        async def put(self, client_key: str, message: CabinetMessage) -> Receipt:
            receipt = await world.cabinet.put(client_key, message)
            async with world.database.transaction() as session:
                await (await session.connection()).execute(
                    text("update messages set lease_token = 'another'")
                )
            return receipt

    job = deliver_due(
        world.database,
        cabinet=SlowCabinet(world.cabinet._client, seconds=1),
        rows=ROWS,
        clock=FixedClock(CUT_OFF_MORNING),
        lease=LEASE,
    )
    await job()

    assert (await world.message()).state == State.SENDING
    assert await world.events() == []


async def _store_as_if_the_late_call_arrived(world: World, row: MessageRow) -> None:
    """The first call was given up here and reached the cabinet all the same."""
    await world.cabinet.put(
        row.client_key,
        CabinetMessage(fin=TEST_PERSON, subject="Mətn", body="Mətn", language=row.language),
    )
