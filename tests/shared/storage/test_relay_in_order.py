"""A relay sends an event of a key when the one before it has arrived, and not before."""

from collections.abc import AsyncIterator, Callable, Sequence

import pytest

from shared.database import Database
from shared.events.envelope import Envelope
from shared.outbox import record
from shared.relay import Relay
from tests.builders.database import committing
from tests.builders.events import MORNING, Counted

Arrival = tuple[str, int]


@pytest.fixture
async def database(database_url_of: Callable[[str], str]) -> AsyncIterator[Database]:
    async with committing(database_url_of("notifications")) as database:
        yield database


class Lossy:
    """A publisher on whose way some events are lost once."""

    def __init__(self, lost: set[Arrival]) -> None:
        self.lost = lost
        self.arrived: list[Arrival] = []

    async def publish(self, events: Sequence[Envelope], *, seconds: float = 10) -> list[bool]:
        """Let arrive what is not to be lost, all at the same time."""
        del seconds
        sent = [(event.key, int((event.data or {})["number"])) for event in events]
        there = [one not in self.lost for one in sent]
        self.arrived += [one for one in sent if one not in self.lost]
        self.lost.difference_update(sent)
        return there

    async def answers(self, *, seconds: float = 10) -> bool:
        """Answer at once."""
        return seconds > 0

    async def close(self) -> None:
        """Hold nothing."""


async def test_no_event_overtakes_one_of_its_key_that_was_lost_on_the_way(
    database: Database,
) -> None:
    for number in (1, 2, 3):
        async with database.transaction() as session:
            await record(session, Counted(number=number), source="t", key="a", time=MORNING)
    publisher = Lossy(lost={("a", 2)})
    relay = Relay(database, publisher, owner="relay")

    await relay.publish_due()
    at_first = list(publisher.arrived)
    await relay.publish_due()

    assert at_first == [("a", 1)]
    assert publisher.arrived == [("a", 1), ("a", 2), ("a", 3)]
