"""Between the rows of a case and the case the rules know; what people wrote is sealed on the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from applications.domain.case import (
    Answer,
    Case,
    CaseState,
    CaseStep,
    Forwarding,
    Message,
    Recipient,
    Requirement,
    RequirementStatus,
    StepStatus,
    Template,
    View,
)
from applications.domain.passport import Passport, StepKind
from applications.domain.tickets import Ticket
from applications.storage.decision_mapping import decision_of
from applications.storage.mandates import mandate_of
from applications.storage.pause_mapping import (
    extension_of,
    extension_values,
    suspension_values,
    suspensions_of,
)
from applications.storage.sealing import CaseSeal
from applications.storage.tables.cases import (
    CaseRow,
    DecisionRow,
    RequirementRow,
    StepRow,
)
from applications.storage.tables.mandates import MandateRow
from applications.storage.tables.queues import TicketRow
from applications.storage.tickets import CALLED, OVER


@dataclass(frozen=True, slots=True)
class CaseRows:
    """The rows a case is made of, as read."""

    case: CaseRow
    steps: Sequence[StepRow]
    requirements: Sequence[RequirementRow]
    messages: Sequence[Any]
    decision: DecisionRow | None
    ticket: TicketRow | None
    mandate: MandateRow | None


def case_of(rows: CaseRows, passport: Passport, seal: CaseSeal) -> Case:
    """Build the case from its rows."""
    row = rows.case
    return Case(
        id=row.id,
        number=row.number,
        version=row.version,
        state=CaseState(row.state),
        passport=passport,
        channel=row.channel,
        relation=row.relation,
        audience=row.audience,
        centre=row.centre,
        hours_centre=row.hours_centre,
        filed_at=row.filed_at,
        registered_on=row.registered_on,
        submitted_by=row.submitted_by,
        submitted_via=row.submitted_via,
        mandate=None if rows.mandate is None else mandate_of(rows.mandate),
        steps=tuple(_step_of(step, seal) for step in rows.steps),
        requirements=tuple(_requirement_of(item, seal) for item in rows.requirements),
        ticket=None if rows.ticket is None else ticket_of(rows.ticket),
        assignee=row.assignee,
        claim_expires_at=row.claim_expires_at,
        forwarding=_forwarding_of(row),
        forwarders=tuple(row.forwarders),
        decision=None if rows.decision is None else decision_of(rows.decision, seal),
        suspensions=suspensions_of(row.suspensions),
        extension=extension_of(row.extension, seal),
        requested=tuple(row.requested),
        messages=tuple(_message_of(message) for message in rows.messages),
        calendar_version=row.calendar_version,
        calendar_offered=row.calendar_offered,
    )


def case_values(case: Case, due_on: date, seal: CaseSeal) -> dict[str, Any]:
    """Return the columns of a case that an action may change."""
    forwarding = case.forwarding
    return {
        "version": case.version,
        "state": case.state.value,
        "centre": case.centre,
        "office": case.office,
        "registered_on": case.registered_on,
        "due_on": due_on,
        "calendar_version": case.calendar_version,
        "calendar_offered": case.calendar_offered,
        "assignee": case.assignee,
        "claim_expires_at": case.claim_expires_at,
        "forwarded_by": forwarding.by if forwarding else None,
        "forwarded_at": forwarding.at if forwarding else None,
        "view": forwarding.view.value if forwarding else None,
        "forwarders": list(case.forwarders),
        "suspensions": suspension_values(case.suspensions),
        "extension": extension_values(case.extension, seal),
        "requested": list(case.requested),
    }


def step_values(case_id: str, position: int, step: CaseStep, seal: CaseSeal) -> dict[str, Any]:
    """Return the columns of a step."""
    return {
        "case_id": case_id,
        "step_id": step.id,
        "position": position,
        "kind": step.kind.value,
        "status": step.status.value,
        "at": step.at,
        "by": step.by,
        "sealed_reason": seal.seal_text(f"steps/{step.id}", step.reason),
        "answer": step.answer.value if step.answer else None,
        "evidence_id": step.evidence_id,
        "as_of": step.as_of,
        "failed": list(step.failed),
    }


def requirement_values(
    case_id: str, position: int, item: Requirement, seal: CaseSeal
) -> dict[str, Any]:
    """Return the columns of a requirement; number, date of issue and reason are sealed together."""
    written = {
        "number": item.number,
        "issued_on": item.issued_on.isoformat() if item.issued_on else None,
        "reason": item.reason,
    }
    wrote = any(value is not None for value in written.values())
    return {
        "case_id": case_id,
        "code": item.code,
        "position": position,
        "status": item.status.value,
        "at": item.at,
        "by": item.by,
        "subsystem": item.subsystem,
        "attribute": item.attribute,
        "evidence_id": item.evidence_id,
        "as_of": item.as_of,
        "form": item.form,
        "document_id": item.document_id,
        "substitute": item.substitute,
        "source_failed": item.source_failed,
        "sealed": seal.seal(f"requirements/{item.code}", written) if wrote else None,
    }


def ticket_of(row: TicketRow) -> Ticket:
    """Return the ticket as the rules see it."""
    return Ticket(
        id=row.id,
        centre=row.centre,
        direction=row.direction,
        desk=row.desk if row.state == CALLED else None,
        case_id=row.case_id,
        day=row.day,
        ended=row.state in OVER,
    )


def _step_of(row: StepRow, seal: CaseSeal) -> CaseStep:
    return CaseStep(
        id=row.step_id,
        kind=StepKind(row.kind),
        status=StepStatus(row.status),
        at=row.at,
        by=row.by,
        reason=seal.open_text(f"steps/{row.step_id}", row.sealed_reason),
        answer=Answer(row.answer) if row.answer else None,
        evidence_id=row.evidence_id,
        as_of=row.as_of,
        failed=tuple(row.failed),
    )


def _requirement_of(row: RequirementRow, seal: CaseSeal) -> Requirement:
    written = seal.open(f"requirements/{row.code}", row.sealed) if row.sealed else {}
    issued_on = written.get("issued_on")
    return Requirement(
        code=row.code,
        status=RequirementStatus(row.status),
        at=row.at,
        by=row.by,
        reason=written.get("reason"),
        subsystem=row.subsystem,
        attribute=row.attribute,
        evidence_id=row.evidence_id,
        as_of=row.as_of,
        form=row.form,
        number=written.get("number"),
        issued_on=date.fromisoformat(issued_on) if issued_on else None,
        document_id=row.document_id,
        substitute=row.substitute,
        source_failed=row.source_failed,
    )


def _forwarding_of(row: CaseRow) -> Forwarding | None:
    if row.forwarded_by is None or row.forwarded_at is None or row.view is None:
        return None
    return Forwarding(by=row.forwarded_by, at=row.forwarded_at, view=View(row.view))


def _message_of(row: Any) -> Message:
    return Message(
        Template(row.template),
        row.requested_at,
        row.delivered_at,
        row.failed_at,
        row.serial,
        row.term_on,
        row.outdated,
        _recipient_of(row.recipient_role),
        row.astray,
        row.mandate_rejected,
        row.asks_for_papers,
    )


def _recipient_of(role: str | None) -> Recipient | None:
    if role is None:
        return None
    return "guardian" if role == "guardian" else "person-concerned"
