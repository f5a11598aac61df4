"""Correcting what was recorded of the people of a case, and what follows for the case itself."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Self

from applications.domain import faults
from applications.domain.actions import Correct
from applications.domain.actor import ActorRole
from applications.domain.case import (
    Case,
    CaseState,
    CaseStep,
    Requirement,
    RequirementStatus,
)
from applications.domain.case import StepStatus as Status
from applications.domain.effects.doing import Doing, Done, reason_faults
from applications.domain.faults import Fault, refuse
from applications.domain.history import AskRegistries
from applications.domain.intake.persons import birth_faults, identifier_faults, voen_faults
from applications.domain.intake.submission import (
    SELF,
    Identifier,
    IdentifierKind,
    Organisation,
    Person,
)
from applications.domain.mandates import MandateKind
from applications.domain.passport import StepKind
from applications.domain.people.standing import APPLICANT, CONCERNED
from applications.domain.questions import asked, questions_to_ask, sources_of
from applications.domain.steps import applies, reopened
from shared.texts import Text

IDENTIFIER = "identifier"
VOEN = "voen"
WHO_IT_IS = frozenset({IDENTIFIER, VOEN})
"""What says who somebody is, and not only what they are called or how they are reached."""
NOTE = "note"


@dataclass(frozen=True, slots=True)
class Correction:
    """What is right instead of what was recorded; None leaves it as it is.

    ``voen``, ``name`` and ``contact`` are an organisation's. ``note`` takes the place of what was noted
    at the intake, which stays in the history.
    """

    who: str
    identifier: Identifier | None = None
    given_name: str | None = None
    family_name: str | None = None
    birth_date: date | None = None
    voen: str | None = None
    name: str | None = None
    contact: str | None = None
    note: str | None = None

    def of_what_differs(self, person: Person | None, organisation: Organisation | None) -> Self:
        """Leave out what is recorded just so already: to say it once more corrects nothing."""
        recorded = {
            each.name: getattr(whose, each.name)
            for whose in (organisation, person)
            if whose is not None
            for each in fields(whose)
        }
        same: dict[str, Any] = {
            name: None for name, value in recorded.items() if getattr(self, name) == value
        }
        return replace(self, **same)

    @property
    def of_person(self) -> Mapping[str, Any]:
        """Return what is corrected of the person, by the name of its field."""
        named = {
            IDENTIFIER: self.identifier,
            "given_name": self.given_name,
            "family_name": self.family_name,
            "birth_date": self.birth_date,
        }
        return _given(named)

    @property
    def of_organisation(self) -> Mapping[str, Any]:
        """Return what is corrected of the organisation, by the name of its field."""
        return _given({VOEN: self.voen, "name": self.name, "contact": self.contact})

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the names of what is corrected."""
        noted = (NOTE,) if self.note is not None else ()
        return (*self.of_person, *self.of_organisation, *noted)

    def applied_to(self, person: Person) -> Person:
        """Return the person with what was wrong put right."""
        return replace(person, **self.of_person)


def corrected(request: Correct, doing: Doing) -> Done:
    """Record that something is put right; the values themselves are stored sealed, not here.

    What registries said under a wrong identifier was said of somebody else: it is forgotten, asked
    again, and completeness with it. A mandate was seen between the people who were recorded.
    """
    refuse([*_field_faults(request, doing.case), *reason_faults(request.reason)])
    details = {"who": request.who, "fields": list(request.fields)}
    if WHO_IT_IS.isdisjoint(request.fields):
        return Done(doing.case, details, request.reason)
    doing = replace(doing, case=_with_mandate_unseen(doing.case))
    if IDENTIFIER not in request.fields or not _is_about(doing.case, request.who):
        return Done(doing.case, details, request.reason)
    anew = _anew(doing)
    questions = questions_to_ask(anew)
    effects = (AskRegistries(questions),) if questions else ()
    return Done(asked(anew), details, request.reason, effects)


def roles_of(case: Case, who: str) -> tuple[str, ...]:
    """Return the roles a correction reaches: who applies for themself is recorded in both."""
    return (APPLICANT, CONCERNED) if case.relation == SELF else (who,)


def correction_faults(correction: Correction, case: Case, today: date) -> list[Fault]:
    """Find what is wrong with the values of a correction whose identifier is normalised."""
    found = []
    if correction.identifier is not None:
        found += identifier_faults(correction.identifier, f"/{IDENTIFIER}")
        found += _reach_faults(correction, case)
    if correction.voen is not None:
        found += voen_faults(correction.voen, f"/organisation/{VOEN}")
    return [*found, *birth_faults(correction.birth_date, "/birth_date", today)]


def _given(named: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in named.items() if value is not None}


def _field_faults(request: Correct, case: Case) -> list[Fault]:
    if not request.fields:
        return [Fault(faults.CorrectionInvalid, "", _NOTHING)]
    if IDENTIFIER not in request.fields:
        return []
    if _signed_in(case, request.who):
        return [Fault(faults.CorrectionInvalid, f"/{IDENTIFIER}", _SIGNED_IN)]
    if case.state is CaseState.AT_BACK_OFFICE and _is_about(case, request.who):
        return [Fault(faults.CorrectionInvalid, f"/{IDENTIFIER}", _RETURN_FIRST)]
    return []


def _reach_faults(correction: Correction, case: Case) -> list[Fault]:
    """Refuse what would break the promise to tell somebody: a cabinet is found by a FİN."""
    told = case.passport.handling.contact_allowed and _may_be_told(case, correction.who)
    identifier = correction.identifier
    if not told or identifier is None or identifier.kind is IdentifierKind.FIN:
        return []
    return [Fault(faults.IdentifierNotSupportedYet, f"/{IDENTIFIER}", _BY_FIN)]


def _may_be_told(case: Case, who: str) -> bool:
    """Tell whether messages go to them: the person concerned, and the guardian of a ward."""
    mandate = case.mandate
    guarded = mandate is not None and mandate.kind is MandateKind.GUARDIANSHIP
    return _is_about(case, who) or (guarded and APPLICANT in roles_of(case, who))


def _signed_in(case: Case, who: str) -> bool:
    """Tell whether it was they who sent the case, signed in as themself."""
    by_a_citizen = case.submitted_by.partition(":")[0] == ActorRole.CITIZEN
    return by_a_citizen and APPLICANT in roles_of(case, who)


def _is_about(case: Case, who: str) -> bool:
    return CONCERNED in roles_of(case, who)


def _with_mandate_unseen(case: Case) -> Case:
    mandate = case.mandate
    if mandate is None or not mandate.seen:
        return case
    return replace(case, mandate=replace(mandate, check=None))


def _anew(doing: Doing) -> Case:
    """Return the case as if no registry had been asked yet; papers stay.

    Where registries had met everything, papers may be wanted of the right person after all.
    """
    case, at, by = doing.case, doing.at.business, doing.actor.name

    def forget(item: Requirement) -> Requirement:
        if item.status not in _ASKED_ANEW or not sources_of(case.passport, item.code):
            return item
        return Requirement(item.code, RequirementStatus.PENDING, at=at, by=by)

    def ask(step: CaseStep) -> CaseStep:
        if step.status is Status.NOT_APPLICABLE:
            papers = step.kind is StepKind.SUBMIT_DOCUMENTS
            again = papers and applies(case.passport.step(step.id), case)
        else:
            again = step.kind in (StepKind.REGISTRY_CHECK, StepKind.ATTACH_DATA)
        if not again:
            return step
        return CaseStep(step.id, step.kind, Status.PENDING, at=at, by=by)

    forgotten = case.with_requirements(forget).with_steps(ask)
    return reopened(forgotten, (StepKind.CHECK_COMPLETENESS,), at=at, by=by)


_ASKED_ANEW = (
    RequirementStatus.REGISTRY,
    RequirementStatus.MISSING,
    RequirementStatus.NOT_BROUGHT,
)
_NOTHING = Text(
    az="Qeydə alınandan fərqli olanı göstərin: identifikator, ad, soyad, doğum tarixi, təşkilat və ya "
    "qeyd.",
    en="Say what differs from what is recorded: identifier, given name, family name, birth date, "
    "organisation or note.",
)
_SIGNED_IN = Text(
    az="Şəxs özü daxil olub: onun identifikatoru təsdiqlənib və düzəldilmir.",
    en="The person signed in themself: their identifier is proved and is not corrected.",
)
_RETURN_FIRST = Text(
    az="Əvvəlcə müraciəti ön ofisə qaytarın: altsistemlərdən yenidən soruşulmalıdır.",
    en="Return the case to the front office first: the registries must be asked again.",
)
_BY_FIN = Text(
    az="Cavab E-sosial kabinetinə göndərilir; şəxsin FİN-ini göstərin.",
    en="The answer goes to the E-sosial cabinet; give the person's FİN.",
)
