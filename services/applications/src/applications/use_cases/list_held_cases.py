"""List the cases that a new version of the calendar would make due earlier."""

from datetime import date

from applications.storage import replanning
from applications.storage.replanning import HeldCase
from applications.storage.visibility import Viewer
from applications.use_cases.acting import actor_of
from shared.database import Session
from shared.identity.caller import Caller


async def list_held_cases(
    session: Session, caller: Caller, today: date, *, after: str | None, limit: int
) -> list[HeldCase]:
    """Return up to ``limit`` of them that the caller, of the staff, may see, by id."""
    viewer = Viewer(actor_of(caller), today)
    return await replanning.held_page(session, viewer, after=after, limit=limit)
