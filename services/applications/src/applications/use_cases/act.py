"""Do one action on a case for a caller."""

from dataclasses import dataclass
from datetime import datetime

from applications.domain.actions import Action, ActionRequest
from applications.domain.actor import Actor
from applications.domain.advance import advance
from applications.domain.case import Case, Instant
from applications.domain.people.policies import ensure_visible
from applications.storage import terms
from applications.storage.cases import CaseFile
from applications.use_cases.acting import actor_on
from applications.use_cases.casework import Casework
from applications.use_cases.change_case import change_case, ensure_version, take_case
from shared.database import Session
from shared.identity.caller import Caller


@dataclass(frozen=True, slots=True)
class Opened:
    """A locked case the caller may see, at the version they know; and who they are to it."""

    file: CaseFile
    actor: Actor


async def open_for(
    session: Session,
    casework: Casework,
    caller: Caller,
    case_id: str,
    *,
    expected: int,
    at: Instant,
) -> Opened:
    """Lock a case for the caller's action.

    Raises CaseMissing (none, or not theirs to see) and Stale (another was faster).
    """
    file = await take_case(session, casework, case_id)
    actor = await actor_on(session, casework, caller, file.case, at)
    ensure_visible(file.case, actor)
    await ensure_version(session, file.case, expected, actor)
    return Opened(file, actor)


async def act(
    session: Session,
    casework: Casework,
    opened: Opened,
    request: ActionRequest,
    at: Instant,
) -> CaseFile:
    """Do ``request`` and store what came of it.

    Raises ActionForbidden, ActionBlocked and the faults of the request; nothing is stored then.
    """
    case = opened.file.case
    ends = await _term_ends(session, case, request)
    advanced = advance(case, opened.actor, request, at, term_ends=ends)
    return await change_case(session, casework, opened.file, advanced, at)


async def _term_ends(session: Session, case: Case, request: ActionRequest) -> datetime | None:
    """Return when the whole term is over; only an extension asks, and pays for the look-up."""
    if request.action is not Action.EXTEND:
        return None
    return (await terms.list_of(session, case.id))["total"].end
