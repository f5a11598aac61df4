"""What someone asks to be done to a case: one small value for each action and its body."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Protocol

from applications.domain.calendar.working_calendar import OfficeHours, WorkCalendar
from applications.domain.case import Template, View
from applications.domain.mandates import MandateEvidence
from applications.domain.uploads import SubmittedDocument


class Action(StrEnum):
    """The actions of the open table, in the order a case meets them."""

    APPROACH_DESK = "approach-desk"
    CLAIM = "claim"
    RELEASE = "release"
    REQUEST_DOCUMENTS = "request-documents"
    SUBMIT_DOCUMENTS = "submit-documents"
    STOP_WAITING = "stop-waiting"
    CHECK_REGISTRIES = "check-registries"
    WAIVE = "waive"
    OVERRIDE = "override"
    CONFIRM_MANDATE = "confirm-mandate"
    REJECT_MANDATE = "reject-mandate"
    CONFIRM_COMPLETENESS = "confirm-completeness"
    FORWARD = "forward"
    GRANT = "grant"
    REFUSE = "refuse"
    NOTIFY = "notify"
    TELL_IN_PERSON = "tell-in-person"
    CLOSE = "close"
    ADOPT_CALENDAR = "adopt-calendar"
    RETURN = "return"
    WITHDRAW = "withdraw"
    SUSPEND = "suspend"
    RESUME = "resume"
    EXTEND = "extend"
    REASSIGN = "reassign"
    CORRECT = "correct"
    RENEW_MANDATE = "renew-mandate"
    REVOKE_MANDATE = "revoke-mandate"


class ActionRequest(Protocol):
    """One of the values below, by what they have in common."""

    action: ClassVar[Action]


@dataclass(frozen=True, slots=True)
class ApproachDesk:
    """The person has come to the desk that called their ticket."""

    action: ClassVar[Action] = Action.APPROACH_DESK
    desk: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Take the case to work on it; the claim expires."""

    action: ClassVar[Action] = Action.CLAIM


@dataclass(frozen=True, slots=True)
class Release:
    """Give the claim back."""

    action: ClassVar[Action] = Action.RELEASE


@dataclass(frozen=True, slots=True)
class RequestDocuments:
    """Ask the person for what is missing; None names everything that is."""

    action: ClassVar[Action] = Action.REQUEST_DOCUMENTS
    requirements: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class SubmitDocuments:
    """Papers for requirements."""

    action: ClassVar[Action] = Action.SUBMIT_DOCUMENTS
    documents: tuple[SubmittedDocument, ...]


@dataclass(frozen=True, slots=True)
class StopWaiting:
    """Go on without the papers the person was asked for and did not bring."""

    action: ClassVar[Action] = Action.STOP_WAITING
    reason: str


@dataclass(frozen=True, slots=True)
class CheckRegistries:
    """Ask the registries again whose answer is not final."""

    action: ClassVar[Action] = Action.CHECK_REGISTRIES


@dataclass(frozen=True, slots=True)
class Waive:
    """Do without a missing document, for a reason."""

    action: ClassVar[Action] = Action.WAIVE
    requirement: str
    reason: str


@dataclass(frozen=True, slots=True)
class Override:
    """Go on without a registry's final answer, for a reason."""

    action: ClassVar[Action] = Action.OVERRIDE
    step: str
    reason: str


@dataclass(frozen=True, slots=True)
class ConfirmMandate:
    """The agent has looked at the mandate: the paper in their hand, or its uploaded ``copy``."""

    action: ClassVar[Action] = Action.CONFIRM_MANDATE
    copy: bool = False


@dataclass(frozen=True, slots=True)
class RejectMandate:
    """There is no such paper, or it does not let the applicant act here."""

    action: ClassVar[Action] = Action.REJECT_MANDATE
    reason: str


@dataclass(frozen=True, slots=True)
class ConfirmCompleteness:
    """The papers are complete."""

    action: ClassVar[Action] = Action.CONFIRM_COMPLETENESS


@dataclass(frozen=True, slots=True)
class Forward:
    """Hand the case to the deciding office with the preliminary view and a note."""

    action: ClassVar[Action] = Action.FORWARD
    view: View
    note: str


@dataclass(frozen=True, slots=True)
class Grant:
    """Decide in the person's favour; ``decision_number`` is of the office and year."""

    action: ClassVar[Action] = Action.GRANT
    decision_number: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Refuse:
    """Decide against the person, on a ground of the case's passport and for a reason."""

    action: ClassVar[Action] = Action.REFUSE
    decision_number: str
    ground: str
    reason: str


@dataclass(frozen=True, slots=True)
class Notify:
    """Send the person a message now; None sends the one the case's state calls for."""

    action: ClassVar[Action] = Action.NOTIFY
    template: Template | None = None


@dataclass(frozen=True, slots=True)
class TellInPerson:
    """The person was told of the decision where no message reaches them."""

    action: ClassVar[Action] = Action.TELL_IN_PERSON
    told_at: datetime
    where: str
    by_whom: str


@dataclass(frozen=True, slots=True)
class Close:
    """Close what is decided and told."""

    action: ClassVar[Action] = Action.CLOSE


@dataclass(frozen=True, slots=True)
class AdoptCalendar:
    """Let the case be due earlier: ``calendar`` is the version that waits for it.

    ``hours`` are those of a centre that has none of its own.
    """

    action: ClassVar[Action] = Action.ADOPT_CALENDAR
    calendar: WorkCalendar
    hours: OfficeHours
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """Hand the case back to the front office."""

    action: ClassVar[Action] = Action.RETURN
    reason: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """End the case before its decision, because the person wants it no more."""

    action: ClassVar[Action] = Action.WITHDRAW
    reason: str


@dataclass(frozen=True, slots=True)
class Suspend:
    """Let the clock stand."""

    action: ClassVar[Action] = Action.SUSPEND
    reason: str


@dataclass(frozen=True, slots=True)
class Resume:
    """Let the clock run on."""

    action: ClassVar[Action] = Action.RESUME
    reason: str


@dataclass(frozen=True, slots=True)
class Extend:
    """Lengthen the terms by some days on a legal basis."""

    action: ClassVar[Action] = Action.EXTEND
    days: int
    legal_basis: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reassign:
    """Give the case to a colleague; ``to`` is who they sign in as."""

    action: ClassVar[Action] = Action.REASSIGN
    to: str
    reason: str


@dataclass(frozen=True, slots=True)
class Correct:
    """Correct what is recorded of the people; ``fields`` are codes, the values are sealed apart."""

    action: ClassVar[Action] = Action.CORRECT
    who: str
    fields: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class RenewMandate:
    """Record the paper the applicant acts on from now on; number and issuer are sealed apart."""

    action: ClassVar[Action] = Action.RENEW_MANDATE
    paper: MandateEvidence
    reason: str


@dataclass(frozen=True, slots=True)
class RevokeMandate:
    """Record the last day of a mandate that ends before its own."""

    action: ClassVar[Action] = Action.REVOKE_MANDATE
    last_day: date
    reason: str
