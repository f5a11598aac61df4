"""Open the card of a verified caller: all they may ask about, in one call, and on record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from applications.domain.actor import Actor
from applications.domain.case import Case, Instant
from applications.domain.intake.verifications import Verification, live
from applications.domain.next_step import NextStep, next_step
from applications.domain.people.policies import may_see
from applications.domain.terms.deadlines import Deadline
from applications.storage import caller_cards, callers, cases, drafts, terms
from applications.storage.tables.drafts import DraftRow
from applications.storage.tables.queues import TicketRow
from applications.use_cases.acting import actor_of
from applications.use_cases.caller_limit import ensure_within_limit
from applications.use_cases.casework import Casework
from shared.clock import BAKU
from shared.database import Session
from shared.identity.caller import Caller

MOST_CASES = 20
MOST_DRAFTS = 10
IN_BODY = "/verification_id"


@dataclass(frozen=True, slots=True)
class CardCase:
    """An open case on a card."""

    case: Case
    next_step: NextStep | None
    deadlines: Mapping[str, Deadline]


@dataclass(frozen=True, slots=True)
class CallerCard:
    """What a caller may ask about; ``more``: they have more open cases than are shown."""

    verification: Verification
    cases: Sequence[CardCase]
    more: bool
    tickets: Sequence[TicketRow]
    drafts: Sequence[DraftRow]


async def open_caller_card(
    session: Session, casework: Casework, caller: Caller, verification_id: str, at: Instant
) -> CallerCard:
    """Return the card of whoever is on the operator's line, and record that it was read.

    Raises VerificationRefused and CardsExhausted. The number of statements does not grow with the
    person's cases.
    """
    found = await callers.find(session, verification_id)
    verification = live(found, caller.actor, at.system, place=IN_BODY)
    await ensure_within_limit(session, caller.actor, casework.cards_per_hour, at.system)
    today = at.business.astimezone(BAKU).date()
    ids = await caller_cards.open_cases_of(
        session, verification.person_index, today, limit=MOST_CASES + 1
    )
    shown = await _cases(session, casework, actor_of(caller), ids[:MOST_CASES])
    tickets = await caller_cards.tickets_of(session, verification.person_index, today)
    caller_cards.add_read(
        session,
        verification,
        client=caller.client,
        index_key_id=casework.index.key_id,
        case_ids=[each.case.id for each in shown],
        at=at.business,
        recorded_at=at.system,
    )
    begun = await drafts.open_of(session, verification.person_index, limit=MOST_DRAFTS)
    return CallerCard(verification, shown, len(ids) > MOST_CASES, tickets, begun)


async def _cases(
    session: Session, casework: Casework, actor: Actor, ids: Sequence[str]
) -> list[CardCase]:
    files = await cases.read_all(session, casework.vault, ids)
    dated = await terms.list_all(session, ids)
    on_the_line = replace(actor, on_the_line=True)
    found = [files[case_id].case for case_id in ids if case_id in files]
    return [
        CardCase(case, next_step(case), dated[case.id])
        for case in found
        if may_see(case, on_the_line)
    ]
