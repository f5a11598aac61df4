"""From a submission to a case: checked against the passport, then made, all of it or nothing."""

from dataclasses import dataclass, replace
from datetime import date

from applications.domain import faults
from applications.domain.actor import Actor, ActorRole
from applications.domain.calendar import OfficeHours, WorkCalendar, local_date
from applications.domain.case import Case, CaseState, Instant, Ticket
from applications.domain.counting import countable
from applications.domain.deadlines import registration_day
from applications.domain.documents import document_faults
from applications.domain.errors import HandlingNotSupported, SubmitterNotAllowed
from applications.domain.faults import Fault, refuse
from applications.domain.history import AskRegistries, Effect, Entry
from applications.domain.naming import RELATIONS, listing
from applications.domain.passport import Passport, StepKind
from applications.domain.people import normalised_person, people_faults
from applications.domain.questions import questions_to_ask
from applications.domain.requirements import planned, with_papers
from applications.domain.steps import applies, planned_steps
from applications.domain.submission import (
    IN_PERSON,
    LEGAL_REPRESENTATIVE,
    SELF,
    SELF_SERVICE,
    IdentifierKind,
    Submission,
)
from shared.texts import Text

SUPPORTED_CHANNELS = (IN_PERSON, SELF_SERVICE)
UNSUPPORTED_KINDS = (StepKind.INTERVIEW, StepKind.REPORT)
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
    _ensure_submitter(sent, actor)
    registered_on = registration_day(at.business, calendar, hours)
    case = _new_case(sent, passport, actor, (case_id, number), at, registered_on, ticket)
    today = local_date(at.business)
    refuse(
        [
            *_listing_faults(sent, passport),
            *people_faults(sent, today),
            *_reach_faults(sent, passport),
            *_ticket_faults(sent, case, today),
            *document_faults(
                case, sent.documents, seen_by_agent=actor.role is ActorRole.AGENT, today=today
            ),
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
    if sent.channel not in passport.channels:
        remedy = listing(_CHANNELS, passport.channels, passport.words.channels)
        return [Fault(faults.ChannelNotListed, "/channel", remedy, passport.channels)]
    if sent.channel not in SUPPORTED_CHANNELS:
        usable = tuple(each for each in passport.channels if each in SUPPORTED_CHANNELS)
        remedy = listing(_CHANNELS_NOW, usable, passport.words.channels)
        return [Fault(faults.ChannelNotSupportedYet, "/channel", remedy, usable)]
    return []


def _ensure_submitter(sent: Submission, actor: Actor) -> None:
    """In person an agent submits at their own centre; by self-service the person themself."""
    if sent.channel == IN_PERSON:
        at_home = actor.centre is not None and actor.centre == sent.centre
        if actor.role is not ActorRole.AGENT or not at_home:
            raise SubmitterNotAllowed(_AN_AGENT)
        return
    person = sent.person
    own = (
        actor.role is ActorRole.CITIZEN
        and actor.fin is not None
        and person is not None
        and person.identifier.kind is IdentifierKind.FIN
        and person.identifier.value == actor.fin
    )
    if not own:
        raise SubmitterNotAllowed(_THE_PERSON)


def _listing_faults(sent: Submission, passport: Passport) -> list[Fault]:
    found = []
    relations = passport.handling.applicant_relations
    if sent.audience not in passport.audiences:
        remedy = listing(_AUDIENCES, passport.audiences, passport.words.audiences)
        place = "/applicant/audience"
        found.append(Fault(faults.AudienceNotListed, place, remedy, passport.audiences))
    if sent.relation not in relations:
        remedy = listing(_RELATIONS, relations, RELATIONS)
        found.append(Fault(faults.RelationNotListed, "/applicant/relation", remedy, relations))
    elif sent.relation == LEGAL_REPRESENTATIVE:
        # Whoever holds a mandate brings it as the evidence of the channel `representative`.
        found.append(Fault(faults.RelationNotSupportedYet, "/applicant/relation", _MANDATE))
    return found


def _reach_faults(sent: Submission, passport: Passport) -> list[Fault]:
    """Refuse a promise nobody can keep: the message goes to a cabinet, which a FİN finds."""
    concerned = sent.person_concerned
    reachable = concerned is None or concerned.identifier.kind is IdentifierKind.FIN
    if reachable or not passport.handling.contact_allowed:
        return []
    place = "/applicant/person" if sent.relation == SELF else "/represented"
    return [Fault(faults.IdentifierNotSupportedYet, f"{place}/identifier", _BY_FIN)]


def _ticket_faults(sent: Submission, case: Case, today: date) -> list[Fault]:
    """Find what is wrong with the ticket; whether it was called already is left to the centre."""
    place = "/evidence/ticket_id"
    if sent.channel != IN_PERSON:
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
    at: Instant,
    registered_on: date,
    ticket: Ticket | None,
) -> Case:
    case_id, number = names
    in_person = sent.channel == IN_PERSON
    case = Case(
        id=case_id,
        number=number,
        version=1,
        state=CaseState.SUBMITTED,
        passport=passport,
        channel=sent.channel,
        relation=sent.relation,
        audience=sent.audience,
        centre=sent.centre if in_person else None,
        filed_at=at.business,
        registered_on=registered_on,
        submitted_by=actor.name,
        submitted_via=actor.client,
        ticket=ticket if in_person and sent.ticket_id is not None else None,
    )
    signed_in = sent.channel == SELF_SERVICE and sent.relation == SELF
    return replace(case, requirements=planned(case, identity_proved=signed_in))


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
_CHANNELS_NOW = Text(
    az="Hələlik bu formalarla müraciət edin: {listed}.", en="For now apply by: {listed}."
)
_AUDIENCES = Text(
    az="Bu xidmətin istifadəçiləri: {listed}.", en="The audiences of this service are: {listed}."
)
_RELATIONS = Text(
    az="Bu xidmətə müraciət edə bilənlər: {listed}.", en="Those who may apply are: {listed}."
)
_MANDATE = Text(
    az="Nümayəndənin müraciəti hələ qəbul edilmir; şəxs özü müraciət edə bilər.",
    en="Representatives are not served yet; the person can apply themself.",
)
_BY_FIN = Text(
    az="Cavab E-sosial kabinetinə göndərilir; şəxsin FİN-ini göstərin.",
    en="The answer goes to the E-sosial cabinet; give the person's FİN.",
)
_AN_AGENT = Text(
    az="Şəxsən müraciəti həmin mərkəzin sosial agenti qeyd edir.",
    en="An application in person is entered by a social agent of that centre.",
)
_THE_PERSON = Text(
    az="Özünəxidmətlə yalnız öz adınızdan müraciət edə bilərsiniz.",
    en="By self-service you can apply only for yourself, signed in as yourself.",
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
