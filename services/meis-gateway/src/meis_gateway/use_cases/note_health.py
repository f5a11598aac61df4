"""Note how a call or a probe of a subsystem went; one that answers again is announced once."""

from datetime import datetime

from meis_gateway.domain.health import after_call
from meis_gateway.storage import states
from shared import outbox
from shared.clock import system_now
from shared.database import Session
from shared.events.meis import SubsystemRecovered

SOURCE = "meis-gateway"


async def note_health(
    session: Session, subsystem: str, *, answered: bool, occurred_at: datetime
) -> bool:
    """Write what a call showed, if it changes anything; True when the subsystem has come back.

    ``occurred_at`` is business time. The row is locked only where something changes, so that calls
    of a healthy subsystem do not wait for each other.
    """
    now = system_now()
    before = await states.get(session, subsystem)
    if after_call(before, answered=answered, now=now) == before:
        return False
    before = await states.lock(session, subsystem)
    after = after_call(before, answered=answered, now=now)
    if after == before:
        return False
    await states.save(session, subsystem, after)
    if not after.has_recovered_from(before):
        return False
    await outbox.record(
        session,
        SubsystemRecovered(subsystem=subsystem, failed_since=before.since or now, recovered_at=now),
        source=SOURCE,
        key=subsystem,
        time=occurred_at,
    )
    return True
