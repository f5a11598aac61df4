"""Required documents of a case: what supplies them, what is missing, which papers stand in."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from applications.domain.case import (
    Answer,
    Case,
    CaseStep,
    Requirement,
    RequirementStatus,
)
from applications.domain.passport import Passport, RequiredDocument, StepKind
from applications.domain.uploads import SubmittedDocument

ON_PAPER = (RequirementStatus.PAPER, RequirementStatus.SUBSTITUTED)
BY_A_SOURCE = (
    RequirementStatus.REGISTRY,
    RequirementStatus.SUBMISSION,
    RequirementStatus.IDENTITY,
)
_NOT_ASKED_FOR = (
    RequirementStatus.SUBMISSION,
    RequirementStatus.IDENTITY,
    RequirementStatus.OPTIONAL,
    RequirementStatus.NOT_APPLICABLE,
)


def planned(case: Case, *, identity_proved: bool) -> tuple[Requirement, ...]:
    """Say for each document of the passport what will supply it.

    ``identity_proved``: the person concerned signed in themself, so their identity is no paper.
    """
    return tuple(
        Requirement(document.code, _planned_status(document, case, identity_proved))
        for document in case.passport.documents
    )


def applicable(case: Case) -> tuple[str, ...]:
    """Return the codes of the documents this case has anything to do with."""
    nothing = RequirementStatus.NOT_APPLICABLE
    return tuple(item.code for item in case.requirements if item.status is not nothing)


def missing(case: Case) -> tuple[str, ...]:
    """Return the codes of the documents the person must still bring."""
    return _codes(case, RequirementStatus.MISSING)


def pending(case: Case) -> tuple[str, ...]:
    """Return the codes of the documents a registry is being asked for."""
    return _codes(case, RequirementStatus.PENDING)


def papers_wanted(case: Case) -> tuple[str, ...]:
    """Return missing documents and the papers that stand in for a registry, in passport order."""
    wanted = {*missing(case), *stand_ins(case)}
    return tuple(item.code for item in case.requirements if item.code in wanted)


def papers_taken(case: Case) -> tuple[str, ...]:
    """Return the codes that a paper would meet now: wanted, awaited no more, or asked of a registry."""
    not_brought = _codes(case, RequirementStatus.NOT_BROUGHT)
    taken = {*papers_wanted(case), *not_brought, *pending(case)}
    return tuple(item.code for item in case.requirements if item.code in taken)


def met_without_paper(case: Case) -> tuple[str, ...]:
    """Return what a registry, the submission or the sign-in has proved, and nobody doubts.

    A paper would only push the proof and its evidence aside.
    """
    doubted = stand_ins(case)
    return tuple(
        item.code
        for item in case.requirements
        if item.status in BY_A_SOURCE and item.code not in doubted
    )


def stand_ins(case: Case) -> tuple[str, ...]:
    """Return the papers that would settle a registry's *unknown* or *conflict*, not yet brought."""
    found = {code for step in case.steps for code in papers_for(case, step)}
    return tuple(item.code for item in case.requirements if item.code in found)


def papers_for(case: Case, step: CaseStep) -> tuple[str, ...]:
    """Return the papers that would settle one step, not yet brought; none once it is settled."""
    if step.settled or step.kind is not StepKind.REGISTRY_CHECK:
        return ()
    return tuple(item.code for item in standing_in(case, step) if item.status not in ON_PAPER)


def standing_in(case: Case, step: CaseStep) -> tuple[Requirement, ...]:
    """Return the requirements whose papers stand in for this step's answer.

    *Unknown*: those whose own source failed too. *Conflict*: all that the contradicting registries
    supply, for neither is believed. A final answer needs none.
    """
    if step.answer not in (Answer.UNKNOWN, Answer.CONFLICT):
        return ()
    conflict = step.answer is Answer.CONFLICT
    return tuple(
        item
        for item in case.requirements
        if item.status not in _NOT_ASKED_FOR
        and (conflict or item.source_failed)
        and any(source in step.failed for source in _subsystems(case.passport, item.code))
    )


def with_papers(
    case: Case, documents: Iterable[SubmittedDocument], *, at: datetime, by: str
) -> Case:
    """Record papers: each meets its own requirement and those it substitutes for.

    What a registry has proved is not substituted, unless the registries contradict each other.
    """
    for document in documents:
        named = _substitutes_for(case.passport, document.requirement)
        substituted = _substitutable(case).intersection(named)

        def meet(
            item: Requirement,
            document: SubmittedDocument = document,
            substituted: set[str] = substituted,
        ) -> Requirement:
            if item.code == document.requirement:
                return _on_paper(item, document, at, by)
            if item.code in substituted:
                return replace(
                    item,
                    status=RequirementStatus.SUBSTITUTED,
                    substitute=document.requirement,
                    reason=None,
                    at=at,
                    by=by,
                )
            return item

        case = case.with_requirements(meet)
    return case


def _substitutable(case: Case) -> set[str]:
    unmet = {item.code for item in case.requirements if item.status in _UNMET}
    return unmet | set(stand_ins(case))


_UNMET = (RequirementStatus.MISSING, RequirementStatus.NOT_BROUGHT, RequirementStatus.PENDING)


def _on_paper(item: Requirement, document: SubmittedDocument, at: datetime, by: str) -> Requirement:
    return replace(
        item,
        status=RequirementStatus.PAPER,
        reason=None,
        form=document.form,
        number=document.number,
        issued_on=document.issued_on,
        document_id=document.document_id,
        at=at,
        by=by,
    )


def _planned_status(
    document: RequiredDocument, case: Case, identity_proved: bool
) -> RequirementStatus:
    applies = document.when is None or document.when.holds(
        channel=case.channel, audience=case.audience, relation=case.relation
    )
    table = (
        (not applies, RequirementStatus.NOT_APPLICABLE),
        (document.from_submission, RequirementStatus.SUBMISSION),
        (document.from_identity and identity_proved, RequirementStatus.IDENTITY),
        (_only_substitutes(document, case.passport), RequirementStatus.OPTIONAL),
        (bool(document.registry_sources), RequirementStatus.PENDING),
    )
    return next((status for holds, status in table if holds), RequirementStatus.MISSING)


def _only_substitutes(document: RequiredDocument, passport: Passport) -> bool:
    # Two documents that stand in for each other are "one of the two", so each stays required.
    return bool(document.substitutes_for) and not any(
        document.code in _substitutes_for(passport, other) for other in document.substitutes_for
    )


def _substitutes_for(passport: Passport, code: str) -> tuple[str, ...]:
    document = passport.document(code)
    return () if document is None else document.substitutes_for


def _subsystems(passport: Passport, code: str) -> tuple[str, ...]:
    document = passport.document(code)
    sources = () if document is None else document.registry_sources
    return tuple(source.subsystem for source in sources)


def _codes(case: Case, status: RequirementStatus) -> tuple[str, ...]:
    return tuple(item.code for item in case.requirements if item.status is status)
