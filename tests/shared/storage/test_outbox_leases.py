"""A bucket belongs to one relay until its lease is over, by a clock that may be set back."""

from collections.abc import AsyncIterator, Callable

import pytest

from shared.database import Database
from shared.outbox import record
from shared.outbox_claims import claim
from tests.builders.database import committing
from tests.builders.events import MORNING, Counted


@pytest.fixture
async def database(database_url_of: Callable[[str], str]) -> AsyncIterator[Database]:
    async with committing(database_url_of("notifications")) as database:
        yield database


async def test_a_bucket_leased_before_the_clock_was_set_back_is_free(database: Database) -> None:
    async with database.transaction() as session:
        await record(session, Counted(number=1), source="tests", key="a", time=MORNING)
    async with database.transaction() as session:
        [lost] = await claim(session, owner="first", lease_seconds=3600, buckets=16)
    async with database.transaction() as session:
        [taken] = await claim(session, owner="second", lease_seconds=5, buckets=16)

    assert (taken.bucket, taken.late_owner) == (lost.bucket, "first")
