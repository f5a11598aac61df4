"""Read a case: what the caller's relation to it allows, and what they may do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from applications.domain.actor import Actor
from applications.domain.calendar.working_calendar import local_date
from applications.domain.case import Case, Instant
from applications.domain.errors import CaseMissing
from applications.domain.intake.submission import Organisation, Person
from applications.domain.mandates import MandateState
from applications.domain.people.duplicates import OtherCase, told_of
from applications.domain.people.policies import AGENT, APPLICANT, OFFICER, OPERATOR, ensure_visible
from applications.domain.people.standing import reads_in_full
from applications.domain.terms.deadlines import Deadline
from applications.domain.transitions.open_table import AllowedAction, allowed_actions
from applications.storage import cases, duplicates, evidence, people, terms
from applications.storage.cases import CaseFile
from applications.storage.evidence import Evidence
from applications.use_cases.acting import actor_on
from applications.use_cases.casework import Casework
from applications.use_cases.shown_evidence import shown_outside
from shared.database import Session
from shared.identity.caller import Caller


class Disclosure(StrEnum):
    """How much of the people of a case a reader sees."""

    FULL = "full"
    MASKED = "masked"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case for one reader; ``applicant`` and ``concerned`` are None where nothing is shown."""

    case: Case
    disclosure: Disclosure
    actions: tuple[AllowedAction, ...]
    deadlines: Mapping[str, Deadline]
    evidence: tuple[Evidence, ...]
    applicant: Person | None
    concerned: Person | None
    is_staff: bool
    mandate_state: MandateState | None
    organisation: Organisation | None
    duplicates: tuple[OtherCase, ...]

    @property
    def shows_words(self) -> bool:
        """What people wrote may name the person, so it is shown where the person is."""
        return self.disclosure is not Disclosure.NOTHING

    @property
    def shows_words_of_staff(self) -> bool:
        """What staff read off a paper, or wrote of the case, is for colleagues and who reads in full.

        A reason may repeat what registries said.
        """
        return self.shows_words and self.shows_registries

    @property
    def shows_registries(self) -> bool:
        """What registries know of the person concerned is for staff, and who reads in full."""
        return self.is_staff or self.disclosure is Disclosure.FULL


def disclosure_for(case: Case, actor: Actor) -> Disclosure:
    """Say how much of the people the reader's relation to the case allows.

    The person concerned, who acts on a mandate that staff have seen, and the officer who decides, once
    the case was handed to them, see all. Whoever else applied for somebody sees the name and a masked
    identifier, and so do the officer before, and the agent of the centre, once the case is the centre's:
    before anybody claimed it, it is everyone's. The operator sees as much of the people in the case of
    whom they have verified on the line.
    """
    decides = OFFICER.holds(case, actor)
    if reads_in_full(case, actor) or (decides and case.forwarders):
        return Disclosure.FULL
    applied = APPLICANT.holds(case, actor)
    at_the_centre = AGENT.holds(case, actor) and case.centre is not None
    if applied or at_the_centre or decides or OPERATOR.holds(case, actor):
        return Disclosure.MASKED
    return Disclosure.NOTHING


async def read_case(
    session: Session, casework: Casework, caller: Caller, case_id: str, at: Instant
) -> CaseView:
    """Return a case as the caller may see it (CaseMissing: none, or not theirs to see).

    All of it is of one version: when somebody changes the case in the midst of reading, it is held
    and read again.
    """
    view = await _look(session, casework, caller, case_id, at)
    if await cases.version_of(session, case_id) == view.case.version:
        return view
    await cases.hold(session, case_id)
    return await _look(session, casework, caller, case_id, at)


async def _look(
    session: Session, casework: Casework, caller: Caller, case_id: str, at: Instant
) -> CaseView:
    file = await cases.read(session, casework.vault, case_id)
    if file is None:
        raise CaseMissing
    actor = await actor_on(session, casework, caller, file.case, at)
    ensure_visible(file.case, actor)
    return await view_of(session, file, actor, at)


async def view_of(session: Session, file: CaseFile, actor: Actor, at: Instant) -> CaseView:
    """Return a case that was just read or changed as ``actor``, who may see it, sees it."""
    disclosure, mandate = disclosure_for(file.case, actor), file.case.mandate
    opened = disclosure is Disclosure.FULL
    await session.flush()
    nobody = disclosure is Disclosure.NOTHING
    shown = {} if nobody else await people.read(session, file.seal)
    opens = partial(_opens, disclosure, file.case, actor)
    pieces = tuple(await evidence.list_of(session, file.seal, opens=opens))
    if not actor.is_staff:
        pieces = shown_outside(file.case, pieces, in_full=opened)
    deadlines = await terms.list_of(session, file.case.id)
    return CaseView(
        case=file.case,
        disclosure=disclosure,
        actions=allowed_actions(file.case, actor, at, deadlines["total"].end),
        deadlines=deadlines,
        evidence=pieces,
        applicant=shown.get(people.APPLICANT),
        concerned=shown.get(people.CONCERNED),
        is_staff=actor.is_staff,
        organisation=None if nobody else await people.organisation_of(session, file.seal),
        duplicates=told_of(file.case, actor, await duplicates.list_of(session, file.case.id)),
        mandate_state=None if mandate is None else mandate.state_on(local_date(at.business)),
    )


def _opens(disclosure: Disclosure, case: Case, actor: Actor, kind: str) -> bool:
    """Tell whether a reader sees what is sealed in evidence of a kind.

    Who sees the whole person sees all of it; the agent of the case the number and issuer of the
    mandate, which they are to hold against the paper.
    """
    if disclosure is Disclosure.MASKED and AGENT.holds(case, actor):
        return kind == evidence.MANDATE
    return disclosure is Disclosure.FULL
