"""Let a case stand on the version of the calendar that was offered to it."""

from applications.domain.actions import AdoptCalendar
from applications.domain.case import Instant
from applications.storage.cases import CaseFile
from applications.use_cases.act import Opened, act
from applications.use_cases.casework import Casework
from shared.database import Session


async def adopt_calendar(
    session: Session, casework: Casework, opened: Opened, reason: str | None, at: Instant
) -> CaseFile:
    """Adopt what was offered, whatever version has come into force since.

    Raises ActionForbidden, ActionBlocked and the faults of the request; nothing is stored then.
    """
    calendar = await casework.calendars.at(session, opened.file.case.calendar_offered)
    request = AdoptCalendar(calendar, casework.hours, reason)
    return await act(session, casework, opened, request, at)
