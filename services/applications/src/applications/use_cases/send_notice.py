"""Keep the promise of time: a case undecided at the notice's cut-off tells the person so."""

from dataclasses import dataclass
from datetime import timedelta

from applications.domain.actions import Notify
from applications.domain.actor import TIMER
from applications.domain.advance import advance
from applications.domain.case import Instant, Template
from applications.storage import timers
from applications.use_cases.casework import Casework
from applications.use_cases.change_case import change_case, take_case
from shared.database import Session


@dataclass(frozen=True, slots=True)
class DueTimer:
    """A timer under our lease."""

    id: str
    case_id: str
    lease_token: str
    traceparent: str | None


async def take_timer(session: Session, at: Instant, lease: timedelta) -> DueTimer | None:
    """Claim the next timer that is due by business time; None when none is."""
    row = await timers.claim(session, business_now=at.business, now=at.system, lease=lease)
    if row is None or row.lease_token is None:
        return None
    return DueTimer(row.id, row.case_id, row.lease_token, row.traceparent)


async def send_notice(session: Session, casework: Casework, due: DueTimer, at: Instant) -> bool:
    """Send *in-progress* for the case of a timer, once.

    False when there was nothing to send: another worker took the timer, or an action moved or
    cancelled it (the case was decided, told, or waits for papers).
    """
    file = await take_case(session, casework, due.case_id)
    row = await timers.lock_leased(session, due.id, due.lease_token)
    if row is None:
        return False
    if row.due_at > at.business:
        timers.release(row)
        return False
    timers.fire(row)
    # Every change of the case sets or cancels its timer, so one that waits may be fired.
    advanced = advance(file.case, TIMER, Notify(Template.IN_PROGRESS), at)
    await change_case(session, casework, file, advanced, at)
    return True
