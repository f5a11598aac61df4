"""What must hold before the person is told: by a message, in person, and for the case to be over."""

from applications.domain.actions import Notify
from applications.domain.actor import ActorRole
from applications.domain.calendar.working_calendar import local_date
from applications.domain.case import Case, Template
from applications.domain.terms.telling import reaching, waits_unasked
from applications.domain.transitions.situations import Situation, guard


@guard(
    "contact-allowed",
    az="Pasport bu xidmət üzrə şəxslə əlaqəyə icazə verməlidir.",
    en="The passport must allow contact with the person.",
)
def contact_allowed(situation: Situation) -> bool:
    return situation.case.passport.handling.contact_allowed


@guard(
    "message-fits-state",
    az="Qərardan əvvəl yalnız icranın gedişi, qərardan sonra yalnız qərar barədə bildiriş göndərilir.",
    en="Before the decision only “in-progress” is sent, after it only “decision”.",
)
def message_fits_state(situation: Situation) -> bool:
    request = situation.request
    asked = request.template if isinstance(request, Notify) else None
    return asked in (None, message_due(situation.case))


@guard(
    "not-sent-yet",
    az="Bu bildiriş əvvəllər göndərilməmiş, orada deyilənlər ondan sonra dəyişmiş və ya kabinet onu "
    "qəti rədd etmiş olmalıdır.",
    en="This message must not have been sent already, unless what it said has changed since, or the "
    "cabinet refused it for good.",
)
def not_sent_yet(situation: Situation) -> bool:
    today = local_date(situation.at.business)
    still = reaching(situation.case, message_due(situation.case), today)
    # A timer that tried again by itself would never stop.
    if situation.actor.role is not ActorRole.TIMER:
        still = tuple(each for each in still if each.delivered_at or each.failed_at is None)
    return not still


@guard(
    "clock-runs",
    az="Sənəd gözlənilərkən və ya icra dayandırıldıqda bildirişin vaxtı da çatmır; yalnız sənəd "
    "istənilən şəxsə bu barədə heç nə yazılmayıbsa, yazılır.",
    en="While documents are awaited or the case is suspended, the timer waits too, unless nobody "
    "whom a message reaches was asked for them.",
)
def clock_runs(situation: Situation) -> bool:
    case, today = situation.case, local_date(situation.at.business)
    by_itself = situation.actor.role is ActorRole.TIMER
    return not by_itself or not case.clock_stopped or waits_unasked(case, today)


@guard(
    "no-message-reaches",
    az="Kabinet qərar barədə bildirişi qəti rədd etmiş olmalı və ya əlaqəyə icazə verilməməlidir.",
    en="The cabinet must have refused the decision's message for good, or contact is not allowed.",
)
def no_message_reaches(situation: Situation) -> bool:
    case = situation.case
    return not case.passport.handling.contact_allowed or failed_for_good(case, Template.DECISION)


@guard(
    "decision-told",
    az="Qərar barədə bildiriş çatdırılmış olmalıdır.",
    en="The message of the decision must have been delivered.",
)
def decision_told(situation: Situation) -> bool:
    return was_delivered(situation.case, Template.DECISION)


def message_due(case: Case) -> Template:
    """Return the message the state of the case calls for (rule 7)."""
    return Template.IN_PROGRESS if case.is_open else Template.DECISION


def was_delivered(case: Case, template: Template) -> bool:
    """Tell whether the cabinet has a message of the template that still holds, whichever of them."""
    still = (each for each in case.messages if each.template is template and not each.outdated)
    return any(each.delivered_at for each in still)


def failed_for_good(case: Case, template: Template) -> bool:
    """Tell whether the cabinet has none of the template's messages, and will never take the newest."""
    newest = case.message(template)
    refused = newest is not None and newest.failed_at is not None
    return refused and not was_delivered(case, template)
