"""Hold the statistics against the cases, or count them anew."""

from applications.storage import statistics
from shared.database import Session

NAMED = 20
"""How many cells that differ are named."""


async def differences(session: Session) -> list[str]:
    """Return the first cells in which statistics and cases differ, as lines to read."""
    return await statistics.differences(session, at_most=NAMED)


async def rebuild_statistics(session: Session) -> int:
    """Count every cell anew; returns how many there are. Nobody is kept waiting but the folding."""
    return await statistics.rebuild(session)
