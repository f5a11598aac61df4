"""Which questions a case still has for the registries."""

from dataclasses import replace

from applications.domain.case import Case, CaseStep, Requirement, RequirementStatus, StepStatus
from applications.domain.history import Question
from applications.domain.passport import Passport, RegistrySource
from applications.domain.steps import unsettled_checks

ATTRIBUTES = "attributes"


def questions_to_ask(case: Case) -> tuple[Question, ...]:
    """Return every question without a final answer.

    One for each unsettled registry check, and one ``attributes`` question for all documents that
    a registry can supply and nothing has met yet.
    """
    checks = tuple(_check_question(case.passport, step) for step in unsettled_checks(case))
    attributes = _attributes_question(case)
    return checks if attributes is None else (*checks, attributes)


def asked(case: Case) -> Case:
    """Mark the unsettled checks as running: their questions are queued."""
    running = {step.id for step in unsettled_checks(case)}
    return case.with_steps(
        lambda step: replace(step, status=StepStatus.RUNNING) if step.id in running else step
    )


def being_asked(case: Case) -> bool:
    """Tell whether an answer is still on its way."""
    running = any(step.status is StepStatus.RUNNING for step in unsettled_checks(case))
    return running or any(item.status is RequirementStatus.PENDING for item in case.requirements)


def wants_a_registry(passport: Passport, item: Requirement) -> bool:
    """Tell whether a registry that can supply the document has not yet said it has nothing."""
    waits = item.status is RequirementStatus.PENDING
    return (waits or source_owes(item)) and bool(sources_of(passport, item.code))


def source_owes(item: Requirement) -> bool:
    """Tell whether a registry never said what it has of a document that no paper met instead."""
    unmet = (RequirementStatus.MISSING, RequirementStatus.NOT_BROUGHT)
    return item.source_failed and item.status in unmet


def sources_of(passport: Passport, code: str) -> tuple[RegistrySource, ...]:
    """Return the registry attributes that stand for the document, the preferred one first."""
    document = passport.document(code)
    return () if document is None else document.registry_sources


def _check_question(passport: Passport, step: CaseStep) -> Question:
    planned = passport.step(step.id)
    return Question(
        question=str(planned.params["question"]),
        subsystems=planned.named("subsystems"),
        attributes=planned.named("attributes"),
        step_id=step.id,
    )


def _attributes_question(case: Case) -> Question | None:
    sources = [
        source
        for item in case.requirements
        if wants_a_registry(case.passport, item)
        for source in sources_of(case.passport, item.code)
    ]
    if not sources:
        return None
    return Question(
        question=ATTRIBUTES,
        # a dict keeps the first mention of each, in order
        subsystems=tuple(dict.fromkeys(source.subsystem for source in sources)),
        attributes=tuple(dict.fromkeys(source.name for source in sources)),
    )
