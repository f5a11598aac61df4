"""Walk along the history of every case and find the first line that does not fit."""

from dataclasses import dataclass

from applications.domain.chain import Fault, Head, Misfit, Read, followed, misfit_at_the_end
from applications.storage import history_chain
from shared.database import Session
from shared.vault import KeyRing


@dataclass(frozen=True, slots=True)
class Verified:
    """How much was read, and what does not fit (None: everything does)."""

    cases: int
    lines: int
    without_key: int
    misfit: Misfit | None


async def verify_history(
    session: Session,
    keyring: KeyRing,
    *,
    without_key: int = 0,
    page: int = history_chain.PAGE,
) -> Verified:
    """Read every line once, in the order of cases and versions; stop at the first misfit.

    ``without_key`` is how many lines there are from before digests had a key; one more is a misfit.
    ``page`` is how many lines one statement reads.
    """
    digests = history_chain.LineDigests(keyring)
    head: Head | None = None
    cases = lines = unkeyed = 0
    async for read in history_chain.walk(session, page=page):
        cases += head is None or head.case_id != read.case_id
        step = followed(head, read, digests)
        if isinstance(step, Head) and not step.keyed:
            unkeyed += 1
            step = step if unkeyed <= without_key else _without_key(read, step)
        if isinstance(step, Misfit):
            return Verified(cases, lines, unkeyed, step)
        head, lines = step, lines + 1
    return Verified(cases, lines, unkeyed, None if head is None else misfit_at_the_end(head))


def _without_key(read: Read, step: Head) -> Misfit:
    return Misfit(read.case_id, step.version, Fault.WITHOUT_KEY)
