"""On which paper the applicant of a case acts, until when, and whether anybody has seen it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar

from applications.domain import faults
from applications.domain.actions import ConfirmMandate, RejectMandate, RenewMandate, RevokeMandate
from applications.domain.calendar.working_calendar import local_date
from applications.domain.case import Case, Template
from applications.domain.effects.doing import Doing, Done, reason_faults, with_message
from applications.domain.faults import Fault, refuse
from applications.domain.intake.mandate_rules import paper_faults
from applications.domain.intake.submission import IdentifierKind, Person
from applications.domain.mandates import (
    Mandate,
    MandateCheck,
    MandateEvidence,
    MandateKind,
    Verdict,
)
from applications.domain.terms.telling import rejection_told
from shared.errors import DomainError
from shared.texts import Text

ORIGINAL = "original"
COPY = "copy"


class MandateEndInvalid(DomainError):
    """A mandate is not revoked from such a day."""

    code = "mandate-end-invalid"
    title: ClassVar[Text] = Text(
        az="Nümayəndəlik bu günlə bitə bilməz", en="The mandate cannot end on this day"
    )


def renewed(request: RenewMandate, doing: Doing) -> Done:
    """Let the applicant act on another paper that holds today, whatever became of the former.

    Nobody has seen that one yet, though the former may have been seen.
    """
    today, service_id = local_date(doing.at.business), doing.case.passport.service_id
    refuse([*paper_faults(request.paper, service_id, today), *reason_faults(request.reason)])
    mandate = request.paper.mandate
    if mandate is None:
        raise ValueError("a paper that was found complete")
    details = {
        "kind": mandate.kind.value,
        "issued_on": mandate.issued_on.isoformat(),
        "valid_until": mandate.valid_until.isoformat(),
    }
    return Done(replace(doing.case, mandate=mandate), details, request.reason)


def revoked(request: RevokeMandate, doing: Doing) -> Done:
    """End the mandate with a day that is earlier than its own last one."""
    mandate = doing.case.mandate
    refuse([*_end_faults(mandate, request.last_day), *reason_faults(request.reason)])
    ended = None if mandate is None else replace(mandate, valid_until=request.last_day)
    details = {"last_day": request.last_day.isoformat()}
    return Done(replace(doing.case, mandate=ended), details, request.reason)


def mandate_confirmed(request: ConfirmMandate, doing: Doing) -> Done:
    """Record who has looked at the paper; its holder reads the person from now on."""
    case = _checked(doing, Verdict.SEEN, copy=request.copy)
    return Done(case, {"seen": COPY if request.copy else ORIGINAL})


def mandate_rejected(request: RejectMandate, doing: Doing) -> Done:
    """Shut the holder out, and tell the person concerned that there is a case.

    Where no contact is allowed, or they have been told that it is rejected, no message is due.
    """
    refuse(reason_faults(request.reason))
    case = _checked(doing, Verdict.REJECTED)
    if not case.passport.handling.contact_allowed or rejection_told(case):
        return Done(case, note=request.reason)
    told = with_message(case, Template.IN_PROGRESS, doing)
    return replace(told, note=request.reason)


def guardian_faults(case: Case, paper: MandateEvidence, applicant: Person | None) -> list[Fault]:
    """Refuse a guardianship of somebody the case's messages would not reach."""
    guarded = paper.kind is MandateKind.GUARDIANSHIP
    if not guarded or not case.passport.handling.contact_allowed:
        return []
    if applicant is not None and applicant.identifier.kind is IdentifierKind.FIN:
        return []
    return [Fault(faults.IdentifierNotSupportedYet, "/kind", _A_GUARDIAN)]


def _checked(doing: Doing, verdict: Verdict, *, copy: bool = False) -> Case:
    case, mandate = doing.case, doing.case.mandate
    check = MandateCheck(verdict, doing.actor.name, doing.at.business, copy)
    return case if mandate is None else replace(case, mandate=replace(mandate, check=check))


def _end_faults(mandate: Mandate | None, last_day: date) -> list[Fault]:
    if mandate is None:
        return []
    # The day before its first: then it has never held.
    earliest = mandate.issued_on - timedelta(days=1)
    if earliest <= last_day < mandate.valid_until:
        return []
    remedy = _DAYS.filled(earliest=earliest.isoformat(), before=mandate.valid_until.isoformat())
    return [Fault(MandateEndInvalid, "/last_day", remedy)]


_A_GUARDIAN = Text(
    az="Cavab qəyyumun E-sosial kabinetinə göndərilir; müraciət edənin FİN-i olmalıdır.",
    en="The answer goes to the guardian's E-sosial cabinet; who applied must have a FİN.",
)
_DAYS = Text(
    az="Son günü {earliest} tarixindən tez olmayan və {before} tarixindən əvvəlki gün seçin.",
    en="Choose a last day from {earliest} on that is before {before}.",
)
