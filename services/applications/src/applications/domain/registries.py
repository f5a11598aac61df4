"""What the answers of the registries do to a case.

*Unknown* and *conflict* never become *no*: the step waits, the papers that stand in are named, and
the question is asked again until papers or a decision arrive.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from applications.domain.actor import JOB, Actor
from applications.domain.case import (
    Answer,
    Case,
    Instant,
    Requirement,
    RequirementStatus,
    StepStatus,
)
from applications.domain.history import Advanced, Entry, Question
from applications.domain.papers.requirements import missing, papers_wanted
from applications.domain.passport import RegistrySource
from applications.domain.questions import source_owes, sources_of, wants_a_registry
from applications.domain.steps import reviewed, unsettled_checks, with_step
from applications.domain.terms.waiting import runs_on

ANSWERED = "registries-answered"


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """What one subsystem said; ``supplied`` are the attributes that came with a value."""

    subsystem: str
    answer: Answer
    supplied: frozenset[str] = frozenset()
    as_of: datetime | None = None
    error: str | None = None

    @property
    def failed(self) -> bool:
        """It did not answer: an error, a time-out, a person it does not know."""
        return self.error is not None or self.answer is Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class RegistryAnswer:
    """The gateway's typed answer. No source at all means that nobody could be asked."""

    answer: Answer
    sources: tuple[SourceAnswer, ...] = ()
    evidence_id: str | None = None

    def of(self, subsystem: str) -> SourceAnswer | None:
        """Return what ``subsystem`` said, None when it does not appear."""
        return next((each for each in self.sources if each.subsystem == subsystem), None)

    @property
    def as_of(self) -> datetime | None:
        """Return the oldest as-of time: an answer is as fresh as its stalest source."""
        return min((each.as_of for each in self.sources if each.as_of), default=None)


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer did: ``advanced`` is None when it changes nothing.

    ``ask_again``: a subsystem failed and the case still wants it, so the question stays queued.
    """

    advanced: Advanced | None
    ask_again: bool


def apply_answer(
    case: Case, question: Question, answer: RegistryAnswer, at: Instant, actor: Actor = JOB
) -> Answered:
    """Take one answer into the case.

    A case that is decided or withdrawn wants no answer, nor does a step that papers or an override
    have settled: nothing changes then and nothing is asked again.
    """
    if not case.is_open:
        return Answered(None, ask_again=False)
    if question.step_id is None:
        changed, again = _with_attributes(case, answer, at, actor)
    else:
        changed, again = _with_check(case, question, answer, at, actor)
    if changed == case:
        return Answered(None, again)
    changed = runs_on(reviewed(changed, at=at.business, by=actor.name), at.business)
    entry = Entry(
        ANSWERED,
        actor.name,
        at.business,
        case.state,
        changed.state,
        _details(question, answer, case, changed),
    )
    return Answered(Advanced(replace(changed, version=case.version + 1), entry), again)


def _with_check(
    case: Case, question: Question, answer: RegistryAnswer, at: Instant, actor: Actor
) -> tuple[Case, bool]:
    step = next((each for each in unsettled_checks(case) if each.id == question.step_id), None)
    if step is None:
        return case, False
    final = answer.answer in (Answer.YES, Answer.NO)
    failed = () if final else _failed(question, answer)
    again = answer.answer is Answer.UNKNOWN
    if (step.status, step.answer, step.failed) == (StepStatus.PENDING, answer.answer, failed):
        return case, again
    return with_step(
        case,
        replace(
            step,
            status=StepStatus.DONE if final else StepStatus.PENDING,
            answer=answer.answer,
            failed=failed,
            evidence_id=answer.evidence_id,
            as_of=answer.as_of,
            at=at.business,
            by=actor.name,
        ),
    ), again


def _failed(question: Question, answer: RegistryAnswer) -> tuple[str, ...]:
    if answer.answer is Answer.CONFLICT:
        return question.subsystems
    silent = [
        name for name in question.subsystems if (source := answer.of(name)) is None or source.failed
    ]
    # Unknown with every source answering: the question as a whole is in doubt.
    return tuple(silent) or question.subsystems


def _with_attributes(
    case: Case, answer: RegistryAnswer, at: Instant, actor: Actor
) -> tuple[Case, bool]:
    def take(item: Requirement) -> Requirement:
        if not wants_a_registry(case.passport, item):
            return item
        sources = sources_of(case.passport, item.code)
        found = next((each for each in sources if _supplies(answer, each)), None)
        if found is not None:
            return _supplied(item, found, answer, at, actor)
        failed = any(_is_silent(answer, each) for each in sources)
        unbrought = item.status is RequirementStatus.NOT_BROUGHT
        status = item.status if unbrought else RequirementStatus.MISSING
        if (item.status, item.source_failed) == (status, failed):
            return item
        return replace(
            item,
            status=status,
            source_failed=failed,
            at=at.business,
            by=actor.name,
        )

    changed = case.with_requirements(take)
    return changed, any(source_owes(item) for item in changed.requirements)


def _supplied(
    item: Requirement, source: RegistrySource, answer: RegistryAnswer, at: Instant, actor: Actor
) -> Requirement:
    said = answer.of(source.subsystem)
    return replace(
        item,
        status=RequirementStatus.REGISTRY,
        reason=None,
        source_failed=False,
        subsystem=source.subsystem,
        attribute=source.attribute,
        evidence_id=answer.evidence_id,
        as_of=None if said is None else said.as_of,
        at=at.business,
        by=actor.name,
    )


def _supplies(answer: RegistryAnswer, source: RegistrySource) -> bool:
    said = answer.of(source.subsystem)
    return said is not None and not said.failed and source.attribute in said.supplied


def _is_silent(answer: RegistryAnswer, source: RegistrySource) -> bool:
    said = answer.of(source.subsystem)
    return said is None or said.failed


def _details(
    question: Question, answer: RegistryAnswer, before: Case, after: Case
) -> Mapping[str, object]:
    """Say in codes what came and what it means; no value of a person is among them."""
    supplied = [
        item.code
        for item in after.requirements
        if item.status is RequirementStatus.REGISTRY and item != before.requirement(item.code)
    ]
    return {
        "question": question.question,
        "step": question.step_id,
        "answer": answer.answer.value,
        "sources": {each.subsystem: each.answer.value for each in answer.sources},
        "supplied": supplied,
        "missing": list(missing(after)),
        "papers": list(papers_wanted(after)),
    }
