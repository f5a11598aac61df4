"""An operator sees how far a consumer is, that it is held, and what it could not handle."""

from shared.database import Database, Session
from shared.events.envelope import Envelope
from shared.http import PartnerUnavailable
from shared.kafka.consumer import ConsumerRunner
from shared.telemetry.metrics import Metrics
from tests.builders.consuming import Effects, consuming, until_effect
from tests.builders.events import counted
from tests.builders.kafka import put
from tests.builders.metrics import Shown, read
from tests.builders.waiting import eventually


async def shown(runner: ConsumerRunner) -> Shown:
    metrics = Metrics()
    metrics.tell(runner.readings)
    return read((await metrics.text()).decode())


async def test_position_and_lag_follow_what_was_taken_over(
    broker: str, database: Database, group: str, topic: str
) -> None:
    place = {"consumer": group, "topic": topic, "partition": "0"}
    await put(broker, *[counted("a", number, topic=topic) for number in range(1, 6)])
    async with consuming(broker, database, group, topic, Effects()) as runner:
        await until_effect(database, "a", 5)

        async def read_all() -> bool:
            return (await shown(runner)).value("dost_consumer_position", **place) == 5

        await eventually(read_all)
        found = await shown(runner)

    assert found.value("dost_consumer_lag", **place) == 0
    assert found.value("dost_consumer_paused", **place) == 0
    assert (found.value("dost_consumer_still_seconds", **place) or 0) < 30


class Unwilling(Effects):
    """Effects that need a partner who is away from the third event on."""

    async def handle(self, session: Session, event: Envelope) -> None:
        if (event.data or {})["number"] > 2:
            raise PartnerUnavailable
        await super().handle(session, event)


async def test_a_held_partition_is_marked_and_its_lag_is_what_waits(
    broker: str, database: Database, group: str, topic: str
) -> None:
    place = {"consumer": group, "topic": topic, "partition": "0"}
    await put(broker, *[counted("a", number, topic=topic) for number in range(1, 6)])
    async with consuming(broker, database, group, topic, Unwilling()) as runner:

        async def held() -> bool:
            found = await shown(runner)
            return found.value("dost_consumer_paused", **place) == 1

        await eventually(held, seconds=15)
        found = await shown(runner)

    assert found.value("dost_consumer_position", **place) == 2
    assert found.value("dost_consumer_lag", **place) == 3
