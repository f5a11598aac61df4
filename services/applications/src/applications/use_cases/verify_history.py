"""Walk along the history of every case and find the first line that does not fit."""

from dataclasses import dataclass

from applications.domain.chain import Head, Misfit, followed, unfinished
from applications.storage import history_chain
from shared.database import Session


@dataclass(frozen=True, slots=True)
class Verified:
    """How much was read, and what does not fit (None: everything does)."""

    cases: int
    lines: int
    misfit: Misfit | None


async def verify_history(session: Session) -> Verified:
    """Read every line once, in the order of cases and versions; stop at the first misfit."""
    head: Head | None = None
    cases = lines = 0
    async for read in history_chain.walk(session):
        cases += head is None or head.case_id != read.case_id
        step = followed(head, read)
        if isinstance(step, Misfit):
            return Verified(cases, lines, step)
        head, lines = step, lines + 1
    return Verified(cases, lines, None if head is None else unfinished(head))
