"""Read a draft: whose it is, who has them on the line, or who found it with them at the desk."""

from collections.abc import Callable
from dataclasses import replace

from applications.domain.actor import ActorRole
from applications.domain.intake.drafts import (
    Draft,
    DraftMissing,
    DraftNumberInvalid,
    Reader,
    is_draft_number,
    may_open,
    opened,
)
from applications.domain.intake.persons import normalised
from applications.domain.intake.submission import Identifier
from applications.storage import callers, drafts, people
from applications.use_cases.acting import actor_of, own_index
from applications.use_cases.casework import Casework
from shared.database import Session
from shared.database_clock import database_now
from shared.identity.caller import Caller


async def open_draft(
    session: Session,
    casework: Casework,
    caller: Caller,
    draft_id: str,
    *,
    locked: bool = False,
    may: Callable[[Draft, Reader], bool] = may_open,
) -> Draft:
    """Return a draft of the caller's, with ``locked`` so that nobody else changes it (DraftMissing)."""
    get = drafts.lock if locked else drafts.get
    draft = await get(session, casework.vault, draft_id)
    reader = Reader(actor_of(caller), own_index(casework, caller))
    if draft is not None and reader.actor.role is ActorRole.OPERATOR:
        held = await callers.has_on_the_line(session, caller.actor, draft.person_index)
        reader = replace(reader, on_the_line=held)
    return opened(draft, reader, await database_now(session), may)


async def find_draft(
    session: Session, casework: Casework, caller: Caller, number: str, identifier: Identifier
) -> Draft:
    """Hand the agent the draft of the person at the desk, or show the person their own.

    Both must fit: the number that was told on the phone, and the person; a citizen finds nothing in
    another's name. Which agent finds it last has it. Raises DraftNumberInvalid and DraftMissing.
    """
    told = number.upper()
    if not is_draft_number(told):
        raise DraftNumberInvalid
    index = people.index_of(casework.index, normalised(identifier))
    draft_id = None if index is None else await drafts.find(session, told, index)
    at_the_desk = actor_of(caller).role is ActorRole.AGENT
    if draft_id is None or not (at_the_desk or index == own_index(casework, caller)):
        raise DraftMissing
    if at_the_desk:
        await drafts.hand_to(session, draft_id, caller.actor)
    return await open_draft(session, casework, caller, draft_id)
