"""Decide a case, under the next number of the office and year."""

from collections.abc import Callable

from applications.domain.actions import Grant, Refuse
from applications.domain.case import Case, Instant
from applications.domain.case_number import decision_number
from applications.storage import counters
from applications.storage.cases import CaseFile
from applications.use_cases.act import Opened, act
from applications.use_cases.casework import Casework
from shared.clock import BAKU
from shared.database import Session


async def decide_case(
    session: Session,
    casework: Casework,
    opened: Opened,
    decision: Callable[[str], Grant | Refuse],
    at: Instant,
) -> CaseFile:
    """Make the decision of a number; the number is given only if it stands, so none is skipped.

    Raises ActionForbidden, ActionBlocked and the faults of the request; nothing is stored then.
    """
    number = await _next_number(session, opened.file.case, at)
    return await act(session, casework, opened, decision(number), at)


async def _next_number(session: Session, case: Case, at: Instant) -> str:
    year = at.business.astimezone(BAKU).year
    # A case without a centre has no office yet; it cannot be decided, and no number is used up.
    office = case.office or ""
    serial = await counters.next_number(session, f"decision/{office}/{year}")
    return decision_number(office, year, serial)
