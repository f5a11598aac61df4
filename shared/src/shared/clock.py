"""Time is an argument: the business clock is a port, the system clock serves leases and tokens.

Business time decides terms, mandates and calendars, and stamps what citizens and officers read
(``occurred_at``, history, cabinet). Outside production it can follow the sandbox (see
``shared.business_clock``).
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from fastapi import Depends, Request

BAKU = ZoneInfo("Asia/Baku")
"""The zone of every date in the suite."""


@runtime_checkable
class Clock(Protocol):
    """Where business time comes from."""

    async def now(self) -> datetime:
        """Return the present instant of business time, aware, in UTC."""


def system_now() -> datetime:
    """Return the machine's time, aware, in UTC: for leases, tokens, time-outs, ``recorded_at``."""
    return datetime.now(UTC)


class SystemClock:
    """Business time is the machine's time: production."""

    async def now(self) -> datetime:
        """Return the machine's time."""
        return system_now()


class FixedClock:
    """Business time stands still until it is told: for rules and tests."""

    def __init__(self, instant: datetime) -> None:
        self.set(instant)

    async def now(self) -> datetime:
        """Return the instant last set."""
        return self._instant

    def set(self, instant: datetime) -> None:
        """Stand at ``instant`` from now on; it must be aware (ValueError)."""
        if instant.tzinfo is None:
            raise ValueError("an instant has a zone")
        self._instant = instant.astimezone(UTC)

    def advance(self, step: timedelta) -> None:
        """Move on by ``step``."""
        self._instant += step


async def clock_of(request: Request) -> Clock:
    """Return the clock the application was built with."""
    clock: Clock = request.app.state.clock
    return clock


async def _now(clock: "ClockDep") -> datetime:
    return await clock.now()


ClockDep = Annotated[Clock, Depends(clock_of)]
NowDep = Annotated[datetime, Depends(_now)]
"""The instant of business time at which the request is handled, asked once per request."""
