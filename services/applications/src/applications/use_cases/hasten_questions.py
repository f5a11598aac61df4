"""Ask again at once when a registry is back."""

from datetime import datetime

from applications.storage import questions
from shared.database import Session


async def hasten_questions(session: Session, subsystem: str, at: datetime) -> int:
    """Make due what waits for ``subsystem`` (``at``: system time); returns how many questions."""
    return await questions.hasten(session, subsystem, at)
