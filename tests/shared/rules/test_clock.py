"""Business time is told, never guessed."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.clock import BAKU, Clock, FixedClock, SystemClock, system_now

NOON_IN_BAKU = datetime(2026, 3, 10, 12, tzinfo=BAKU)


async def test_a_fixed_clock_stands_where_it_was_set_and_speaks_utc() -> None:
    clock = FixedClock(NOON_IN_BAKU)

    assert await clock.now() == NOON_IN_BAKU
    assert (await clock.now()).tzinfo is UTC
    clock.advance(timedelta(days=1))
    assert await clock.now() == NOON_IN_BAKU + timedelta(days=1)


def test_an_instant_without_a_zone_is_no_instant() -> None:
    with pytest.raises(ValueError, match="zone"):
        FixedClock(NOON_IN_BAKU.replace(tzinfo=None))


async def test_in_production_business_time_is_the_machines() -> None:
    before = system_now()
    now = await SystemClock().now()

    assert before <= now <= system_now()
    assert isinstance(SystemClock(), Clock)
    assert isinstance(FixedClock(NOON_IN_BAKU), Clock)
