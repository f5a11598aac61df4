"""From a decision and its reader to the part of the case's document that tells of it."""

from applications.api.decision_models import AppealPublic, DecisionPublic, GroundPublic
from applications.api.outside import shown_actor
from applications.domain.appeals import Appeal
from applications.domain.passport import Passport
from applications.use_cases.read_case import CaseView


def decision_document(view: CaseView, language: str) -> DecisionPublic | None:
    """Build what the reader may know of the decision, None while there is none."""
    decision = view.case.decision
    if decision is None:
        return None
    return DecisionPublic(
        outcome=decision.outcome.value,
        number=decision.number,
        decided_at=decision.at,
        # On which ground, and why, can be what a registry said of the person.
        ground=_ground(view.case.passport, decision.ground) if view.shows_registries else None,
        reason=decision.reason if view.shows_words_of_staff else None,
        appeal=None if decision.appeal is None else _appeal(decision.appeal, language),
        signer=shown_actor(decision.signer, to_staff=view.is_staff),
        office=view.case.office,
    )


def _ground(passport: Passport, code: str | None) -> GroundPublic | None:
    return None if code is None else GroundPublic(code=code, printed=passport.words.grounds[code])


def _appeal(appeal: Appeal, language: str) -> AppealPublic:
    return AppealPublic(
        before=[each.in_language(language) for each in appeal.before],
        within_days=appeal.within_days,
        basis=appeal.basis.in_language(language),
        text=appeal.sentence.in_language(language),
    )
