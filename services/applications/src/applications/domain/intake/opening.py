"""From a submission to a case: checked against the passport, then made, all of it or nothing."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from applications.domain import faults
from applications.domain.actor import Actor, ActorRole
from applications.domain.calendar.working_calendar import OfficeHours, WorkCalendar, local_date
from applications.domain.case import Case, CaseState, Instant
from applications.domain.errors import HandlingNotSupported
from applications.domain.faults import Fault, refuse
from applications.domain.history import AskRegistries, Effect, Entry
from applications.domain.intake.applicants import applicant_faults
from applications.domain.intake.evidence import evidence_faults
from applications.domain.intake.letters import filed_at, letter_faults
from applications.domain.intake.mandate_rules import mandate_copy_faults
from applications.domain.intake.persons import normalised_person
from applications.domain.intake.submission import (
    IN_PERSON,
    REPRESENTATIVE,
    SELF,
    SELF_SERVICE,
    Submission,
)
from applications.domain.intake.submitters import RULES, ensure_submitter
from applications.domain.mandates import Mandate, MandateCheck, Verdict
from applications.domain.naming import listing
from applications.domain.papers.documents import document_faults
from applications.domain.papers.requirements import planned, with_papers
from applications.domain.passport import Passport, StepKind
from applications.domain.questions import questions_to_ask
from applications.domain.steps import applies, planned_steps
from applications.domain.terms.counting import countable
from applications.domain.terms.deadlines import registration_day
from applications.domain.tickets import Ticket
from shared.texts import Text

UNSUPPORTED_KINDS = (StepKind.INTERVIEW, StepKind.REPORT)
AT_A_CENTRE = (IN_PERSON, REPRESENTATIVE)
"""Where a ticket and a centre may be the evidence; a representative may come from afar as well."""
SUBMITTED = "submit"


@dataclass(frozen=True, slots=True)
class Intake:
    """A new case, the submission in its one spelling, and what to store with them."""

    case: Case
    submission: Submission
    entry: Entry
    effects: tuple[Effect, ...]


def ensure_runnable(passport: Passport) -> None:
    """Raise HandlingNotSupported where a case of this passport could not be led to its end."""
    unknown = any(step.kind in UNSUPPORTED_KINDS for step in passport.steps)
    if passport.handling.protected or unknown or not countable(passport):
        raise HandlingNotSupported


def open_case(
    submission: Submission,
    passport: Passport,
    actor: Actor,
    *,
    case_id: str,
    number: str,
    at: Instant,
    calendar: WorkCalendar,
    hours: OfficeHours,
    ticket: Ticket | None,
) -> Intake:
    """Make a case of a submission.

    ``ticket`` is the one the submission names, None when there is no such. Raises
    HandlingNotSupported, SubmitterNotAllowed (403) and the faults of the submission (422).
    """
    sent = _normalised(submission)
    ensure_runnable(passport)
    refuse(_channel_faults(sent, passport))
    ensure_submitter(sent, actor)
    own_hours = calendar.hours_of(_centre_of(sent), hours)
    filed = filed_at(sent, at, own_hours)
    registered_on = registration_day(filed, calendar, own_hours)
    case = _new_case(sent, passport, actor, (case_id, number), filed, registered_on, ticket)
    case = replace(case, calendar_version=calendar.version, calendar_offered=calendar.version)
    today = local_date(at.business)
    refuse(
        [
            *evidence_faults(sent),
            *applicant_faults(sent, passport, actor, today),
            *letter_faults(sent, today),
            *_ticket_faults(sent, case, today),
            *document_faults(
                case, sent.documents, seen_by_agent=actor.role is ActorRole.AGENT, today=today
            ),
            *mandate_copy_faults(sent, today),
        ]
    )
    return _planned(case, sent, actor, at)


def _normalised(submission: Submission) -> Submission:
    return replace(
        submission,
        person=normalised_person(submission.person),
        represented=normalised_person(submission.represented),
    )


def _channel_faults(sent: Submission, passport: Passport) -> list[Fault]:
    if sent.channel is None:
        remedy = listing(_NOT_PROACTIVE, passport.channels, passport.words.channels)
        unlisted = Fault(faults.ProactiveNotListed, "/channel", remedy, passport.channels)
        return [] if passport.proactive else [unlisted]
    if sent.channel not in passport.channels:
        remedy = listing(_CHANNELS, passport.channels, passport.words.channels)
        return [Fault(faults.ChannelNotListed, "/channel", remedy, passport.channels)]
    if sent.channel not in RULES:
        usable = tuple(each for each in passport.channels if each in RULES)
        remedy = listing(_CHANNELS_NOW, usable, passport.words.channels)
        return [Fault(faults.ChannelNotSupportedYet, "/channel", remedy, usable)]
    return []


def _ticket_faults(sent: Submission, case: Case, today: date) -> list[Fault]:
    """Find what is wrong with the ticket; whether it was called already is left to the centre."""
    place = "/evidence/ticket_id"
    came = sent.channel == IN_PERSON or sent.ticket_id is not None
    if sent.channel not in AT_A_CENTRE or not came:
        return []
    directions = [
        step.params.get("direction")
        for step in case.passport.steps
        if step.kind is StepKind.TAKE_TICKET and applies(step, case)
    ]
    if sent.ticket_id is None:
        return [Fault(faults.TicketMissing, place, _TAKE_A_TICKET)] if directions else []
    ticket = case.ticket
    if ticket is None or ticket.centre != sent.centre:
        return [Fault(faults.TicketUnusable, place, _NOT_OF_THIS_CENTRE)]
    reasons = (
        (ticket.case_id is not None, _SERVES_ANOTHER),
        (ticket.day != today, _ANOTHER_DAY),
        (ticket.ended, _NOBODY_CAME),
        (bool(directions) and ticket.direction not in directions, _ANOTHER_DIRECTION),
    )
    remedy = next((remedy for wrong, remedy in reasons if wrong), None)
    return [] if remedy is None else [Fault(faults.TicketUnusable, place, remedy)]


def _new_case(
    sent: Submission,
    passport: Passport,
    actor: Actor,
    names: tuple[str, str],
    filed: datetime,
    registered_on: date,
    ticket: Ticket | None,
) -> Case:
    case_id, number = names
    at_a_centre, centre = sent.channel in AT_A_CENTRE, _centre_of(sent)
    case = Case(
        id=case_id,
        number=number,
        version=1,
        state=CaseState.SUBMITTED,
        passport=passport,
        channel=sent.channel,
        relation=sent.relation,
        audience=sent.audience,
        centre=centre,
        hours_centre=centre,
        filed_at=filed,
        registered_on=registered_on,
        submitted_by=actor.name,
        submitted_via=actor.client,
        mandate=_mandate(sent, actor, filed),
        ticket=ticket if at_a_centre and sent.ticket_id is not None else None,
    )
    signed_in = sent.channel == SELF_SERVICE and sent.relation == SELF
    return replace(case, requirements=planned(case, identity_proved=signed_in))


def _centre_of(sent: Submission) -> str | None:
    return sent.centre if sent.channel in AT_A_CENTRE else None


def _mandate(sent: Submission, actor: Actor, at: datetime) -> Mandate | None:
    """Return what the applicant acts on; an agent who enters it has the paper in front of them."""
    mandate = None if sent.mandate is None else sent.mandate.mandate
    if mandate is None or actor.role is not ActorRole.AGENT:
        return mandate
    return replace(mandate, check=MandateCheck(Verdict.SEEN, actor.name, at))


def _planned(case: Case, sent: Submission, actor: Actor, at: Instant) -> Intake:
    """Take the papers, lay out the steps and queue the questions to the registries."""
    ticket = None if case.ticket is None else replace(case.ticket, case_id=case.id)
    case = with_papers(replace(case, ticket=ticket), sent.documents, at=at.business, by=actor.name)
    case = planned_steps(case, at=at.business, by=actor.name)
    questions = questions_to_ask(case)
    entry = Entry(
        SUBMITTED,
        actor.name,
        at.business,
        CaseState.DRAFT,
        CaseState.SUBMITTED,
        {"channel": case.channel, "passport_version": case.passport.version},
        sent.note,
    )
    effects = (AskRegistries(questions),) if questions else ()
    return Intake(case, sent, entry, effects)


_CHANNELS = Text(
    az="Bu xidmət üçün müraciət formaları: {listed}.", en="This service takes: {listed}."
)
_NOT_PROACTIVE = Text(
    az="Bu xidmət müraciətsiz təyin edilmir; müraciət formaları: {listed}.",
    en="This service is not assigned proactively; it takes: {listed}.",
)
_CHANNELS_NOW = Text(
    az="Hələlik bu formalarla müraciət edin: {listed}.", en="For now apply by: {listed}."
)
_TAKE_A_TICKET = Text(
    az="Əvvəlcə mərkəzdə növbə götürülür.", en="A ticket is taken at the centre first."
)
_NOT_OF_THIS_CENTRE = Text(
    az="Bu mərkəzdə belə növbə yoxdur.", en="This centre has no such ticket."
)
_SERVES_ANOTHER = Text(
    az="Bu növbə ilə artıq müraciət edilib; yenisini götürün.",
    en="This ticket already serves a case; take another one.",
)
_ANOTHER_DAY = Text(
    az="Növbə başqa gün üçün götürülüb; yenisini götürün.",
    en="The ticket is of another day; take a new one.",
)
_NOBODY_CAME = Text(
    az="Növbə çağırılıb və heç kim yaxınlaşmayıb; yenisini götürün.",
    en="The ticket was called and nobody came; take a new one.",
)
_ANOTHER_DIRECTION = Text(
    az="Növbə başqa istiqamət üzrədir; bu xidmətin istiqaməti üzrə növbə götürün.",
    en="The ticket is of another direction; take one of this service's direction.",
)
