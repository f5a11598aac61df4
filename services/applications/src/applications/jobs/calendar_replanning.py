"""Walks the open cases when a new version of the calendar has come into force."""

from collections.abc import Sequence
from typing import Final

from applications.domain.case import Instant
from applications.storage import calendars, replanning
from applications.storage.replanning import Place
from applications.use_cases.casework import Casework
from applications.use_cases.replan_case import replan_case, take_next
from shared.backlog import JOB_DUE
from shared.clock import Clock
from shared.database import Database
from shared.database_clock import database_now
from shared.telemetry.metrics import Reading, Series

NAME = "calendar-replanning"

HELD: Final = Series(
    "dost_cases_held_by_calendar",
    "Open cases some date of which would become earlier, until an officer says so; ends at 10000",
)


class CalendarReplanning:
    """Takes one case after the other, each in its own transaction; several workers share the walk."""

    def __init__(self, database: Database, casework: Casework, clock: Clock) -> None:
        self._database = database
        self._casework = casework
        self._clock = clock
        self._behind: Place | None = None

    async def replan_due(self) -> int:
        """Bring the version in force to the next case; return how many there were (0 or 1).

        The walk goes on behind a case whatever became of it, so that one that fails holds up no
        other; at its end it begins anew and comes to that one again.
        """
        business_now = await self._clock.now()
        place: Place | None = None
        try:
            async with self._database.transaction() as session:
                at = Instant(business=business_now, system=await database_now(session))
                place = await take_next(session, self._behind)
                if place is not None:
                    await replan_case(session, self._casework, place.case_id, at)
        finally:
            self._behind = place
        return 0 if place is None else 1

    async def readings(self) -> Sequence[Reading]:
        """Look up how many cases have not seen the version yet, and how many wait for a name."""
        async with self._database.transaction() as session:
            newest = await calendars.newest_in_force(session)
            waiting = await replanning.count_waiting(session, newest)
            held = await replanning.count_held(session)
        return [JOB_DUE.at(waiting, NAME), HELD.at(held)]
