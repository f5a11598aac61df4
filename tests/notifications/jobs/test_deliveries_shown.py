"""An operator sees which messages are on their way, which are late and which never will arrive."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from notifications.clients.counted import CountedCabinet
from notifications.clients.esosial import (
    Cabinet,
    CabinetMessage,
    CabinetRefused,
    CabinetUnanswered,
    NullCabinet,
    Receipt,
)
from notifications.consumers.case_events import case_events
from notifications.jobs.deliveries import deliver_due, delivery_sample
from shared.clock import FixedClock
from shared.database import Database
from shared.telemetry.calls import Calls
from shared.telemetry.metrics import Metrics
from tests.builders.metrics import Shown, looked_up, read
from tests.builders.notifications import CUT_OFF_MORNING, KEYS, LEASE, ROWS, promised


class Failing:
    """A cabinet that answers every call with one failure."""

    def __init__(self, failure: Exception) -> None:
        self.failure = failure

    async def find(self, client_key: str) -> Receipt | None:
        del client_key
        raise self.failure

    async def put(self, client_key: str, message: CabinetMessage) -> Receipt:
        del client_key, message
        raise self.failure


async def promise(database: Database, case_id: str) -> None:
    async with database.transaction() as session:
        await case_events(KEYS)(session, promised(case_id=case_id))


async def deliver(database: Database, cabinet: Cabinet, lease: timedelta = LEASE) -> int:
    clock = FixedClock(CUT_OFF_MORNING)
    return await deliver_due(database, cabinet=cabinet, rows=ROWS, clock=clock, lease=lease)()


async def by_state(database: Database) -> dict[str, float | None]:
    shown = await looked_up(delivery_sample(database))
    return {
        state: shown.value("dost_deliveries", state=state) for state in shown.values_of("state")
    }


async def test_messages_are_counted_by_state_but_those_delivered(database: Database) -> None:
    cabinets: list[Cabinet] = [NullCabinet()]
    cabinets += [Failing(CabinetUnanswered()), Failing(CabinetRefused(422))]
    for number, cabinet in enumerate(cabinets):
        await promise(database, f"case-{number}")
        assert await deliver(database, cabinet) == 1
    await promise(database, "case-9")

    assert await by_state(database) == {"pending": 1, "sending": 0, "unknown": 1, "failed": 1}


async def test_a_late_message_makes_the_age_grow(database: Database) -> None:
    none = await looked_up(delivery_sample(database))
    await promise(database, "case-1")
    async with database.transaction() as session:
        await (await session.connection()).execute(
            text(
                "update messages set next_at = clock_timestamp() - interval '90 s',"
                " recorded_at = clock_timestamp() - interval '200 s'"
            )
        )
    late = await looked_up(delivery_sample(database))
    later = await looked_up(delivery_sample(database))

    job = {"job": "deliveries"}
    assert none.value("dost_job_due", **job) == none.value("dost_job_late_seconds", **job) == 0
    assert none.value("dost_delivery_oldest_open_seconds") == 0
    assert late.value("dost_job_due", **job) == 1
    assert 90 <= seconds(late) < seconds(later) < 120
    assert 200 <= (late.value("dost_delivery_oldest_open_seconds") or 0) < 230


def seconds(shown: Shown) -> float:
    return shown.value("dost_job_late_seconds", job="deliveries") or 0


@pytest.mark.parametrize(
    ("cabinet", "outcome"),
    [
        (NullCabinet(), "answered"),
        (Failing(CabinetUnanswered()), "unanswered"),
        (Failing(CabinetRefused(422)), "refused"),
    ],
)
async def test_calls_of_the_cabinet_are_counted_by_how_they_ended(
    database: Database, cabinet: Cabinet, outcome: str
) -> None:
    metrics = Metrics()
    await promise(database, "case-1")
    await deliver(database, CountedCabinet(cabinet, Calls(metrics)))

    shown = read((await metrics.text()).decode())
    put = {"partner": "esosial", "operation": "put", "outcome": outcome}
    assert shown.value("dost_calls_total", **put) == 1
    assert shown.values_of("outcome") == {outcome}


async def test_a_message_the_cabinet_does_not_hold_yet_is_absent() -> None:
    metrics = Metrics()
    await CountedCabinet(NullCabinet(), Calls(metrics)).find("key")

    shown = read((await metrics.text()).decode())
    assert shown.values_of("outcome") == {"absent"}
