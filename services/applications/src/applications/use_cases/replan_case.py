"""Bring a new version of the calendar to the open cases, one at a time and to each once."""

from applications.domain.case import Instant
from applications.domain.errors import CaseMissing
from applications.domain.terms.replanning import replanned
from applications.storage import calendars, cases, replanning
from applications.storage.replanning import Place
from applications.use_cases.casework import Casework
from applications.use_cases.change_case import change_case
from shared.database import Session


async def take_next(session: Session, after: Place | None) -> Place | None:
    """Lock the next open case that has not seen the version in force; None when none is left."""
    newest = await calendars.newest_in_force(session)
    return await replanning.lock_next(session, newest, after)


async def replan_case(session: Session, casework: Casework, case_id: str, at: Instant) -> None:
    """Count a locked case on the version in force, or offer it the version (``replanned``).

    The case itself remembers which version it has seen, in the same transaction: whoever comes
    again, or second, finds nothing to do.
    """
    file = await cases.read(session, casework.vault, case_id)
    if file is None:
        raise CaseMissing
    old = await casework.calendars.at(session, file.case.calendar_version)
    new = await casework.calendars.in_force(session)
    advanced = replanned(file.case, old, new, casework.hours, at)
    if advanced is None:
        await replanning.stands_on(session, case_id, new.version)
    else:
        await change_case(session, casework, file, advanced, at)
