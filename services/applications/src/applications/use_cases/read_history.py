"""Read what was done to a case: who, what, when, why."""

from dataclasses import dataclass

from applications.domain.case import Instant
from applications.domain.errors import CaseMissing
from applications.domain.people.policies import ensure_visible
from applications.storage import cases, history
from applications.storage.history import Line
from applications.use_cases.acting import actor_on
from applications.use_cases.casework import Casework
from applications.use_cases.read_case import Disclosure, disclosure_for
from shared.database import Session
from shared.identity.caller import Caller


@dataclass(frozen=True, slots=True)
class HistoryView:
    """Lines of a case for one reader (``role:subject``); what people wrote is shown where the person is.

    ``shows_registries`` as in the case itself: what registries said may stand in what staff wrote.
    """

    lines: tuple[Line, ...]
    reader: str
    is_staff: bool
    shows_words: bool
    shows_registries: bool


async def read_history(
    session: Session,
    casework: Casework,
    caller: Caller,
    case_id: str,
    at: Instant,
    *,
    after: int,
    limit: int,
) -> HistoryView:
    """Return up to ``limit`` lines after version ``after``, oldest first (CaseMissing)."""
    file = await cases.read(session, casework.vault, case_id)
    if file is None:
        raise CaseMissing
    actor = await actor_on(session, casework, caller, file.case, at)
    ensure_visible(file.case, actor)
    lines = await history.page(session, file.seal, after=after, limit=limit)
    disclosure = disclosure_for(file.case, actor)
    return HistoryView(
        tuple(lines),
        reader=actor.name,
        is_staff=actor.is_staff,
        shows_words=disclosure is not Disclosure.NOTHING,
        shows_registries=actor.is_staff or disclosure is Disclosure.FULL,
    )
