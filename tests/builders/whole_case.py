"""One case of a small system that has gone all the way, row by row and event by event."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from shared.events.cases import CaseAdvanced, CaseSubmitted, MessageRequested
from shared.events.deliveries import MessageDelivered
from shared.events.envelope import Envelope, EventData
from shared.events.meis import RegistryLooked

MORNING = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)

_ROWS: dict[str, dict[str, Any]] = {
    "cases": {
        "state": "submitted",
        "service_id": "childcare-benefit",
        "passport_version": 1,
        "protected": False,
        "channel": "self-service",
        "relation": "self",
        "audience": "citizen",
        "filed_at": MORNING,
        "registered_on": MORNING.date(),
        "due_on": MORNING.date(),
        "submitted_by": "citizen",
        "language": "az",
        "suspensions": "[]",
        "requested": [],
    },
    "history": {
        "action": "submit",
        "actor": "citizen",
        "at": MORNING,
        "from_state": "draft",
        "state": "submitted",
        "details": "{}",
        "digest": bytes(32),
    },
    "idempotency": {"request_digest": b"x", "status": 201},
    "evidence": {
        "kind": "registry-answer",
        "data": json.dumps({"question": "insured", "step": "insurance"}),
        "at": MORNING,
    },
    "steps": {
        "step_id": "insurance",
        "position": 1,
        "kind": "registry-check",
        "status": "done",
        "failed": [],
    },
    "people": {
        "role": "person-concerned",
        "identifier_kind": "fin",
        "identifier_index": "the index of one person",
        "index_key_id": "k",
        "sealed": b"x",
    },
    "timer": {"kind": "notice", "due_at": MORNING, "state": "fired", "attempts": 1},
    "requests": {"template": "in-progress", "serial": 1, "requested_at": MORNING},
    "messages": {
        "request_source": "applications",
        "template": "in-progress",
        "template_code": "in-progress",
        "template_version": 1,
        "language": "az",
        "recipient_role": "person-concerned",
        "sealed": b"x",
        "key_id": "k",
        "state": "delivered",
        "attempts": 1,
        "next_at": MORNING,
        "requested_at": MORNING,
    },
    "intents": {
        "client": "applications",
        "service_id": "childcare-benefit",
        "passport_version": 1,
        "question": "insured",
        "subsystem": "sigorta",
        "attributes": "[]",
        "subject_digest": "x",
        "subject_key_id": "k",
        "asked_at": MORNING,
    },
    "outcomes": {"answer": "yes", "released": "[]", "latency_ms": 1},
}
"""What a row of a kind has beside what tells it from others."""


@dataclass(frozen=True)
class Whole:
    """One case that has gone all the way: every thing of it that an account compares, by name."""

    case_id: str = field(default_factory=lambda: str(uuid4()))
    request_id: str = field(default_factory=lambda: str(uuid4()))
    client_key: str = field(default_factory=lambda: uuid4().hex)
    intent_id: str = field(default_factory=lambda: str(uuid4()))
    evidence_id: str = field(default_factory=lambda: str(uuid4()))
    recorded_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def row(self, name: str) -> tuple[str, str, dict[str, Any]]:
        """Return database, table and content of the row that ``name`` means."""
        case, recorded = {"case_id": self.case_id}, {"recorded_at": self.recorded_at}
        line = {**_ROWS["history"], **case, **recorded}
        headers = json.dumps({"Location": f"/v1/cases/{self.case_id}"})
        rows: dict[str, tuple[str, str, dict[str, Any]]] = {
            "case": (
                *("applications", "cases"),
                {**_ROWS["cases"], "id": self.case_id, "number": self.case_id, "version": 3}
                | recorded,
            ),
            "answer": (
                *("applications", "idempotency"),
                {**_ROWS["idempotency"], "scope": uuid4().bytes, "headers": headers},
            ),
            "line 1": ("applications", "history", {**line, "case_version": 1}),
            "line 2": (
                *("applications", "history"),
                {**line, "case_version": 2, "action": "registries-answered"}
                | {"details": _ROWS["evidence"]["data"]},
            ),
            "line 3": ("applications", "history", {**line, "case_version": 3}),
            "evidence": (
                *("applications", "evidence"),
                {**_ROWS["evidence"], **case, **recorded, "id": str(uuid4())}
                | {"gateway_evidence_id": self.evidence_id},
            ),
            "step": (
                *("applications", "case_steps"),
                {**_ROWS["steps"], **case, "evidence_id": self.evidence_id},
            ),
            "person": ("applications", "people", {**_ROWS["people"], **case}),
            "timer": (
                *("applications", "timers"),
                {**_ROWS["timer"], **case, "id": str(uuid4())},
            ),
            "request": (
                *("applications", "messages"),
                {
                    **_ROWS["requests"],
                    **case,
                    "request_id": self.request_id,
                    "delivered_at": self.recorded_at,
                },
            ),
            "message": (
                *("notifications", "messages"),
                {**_ROWS["messages"], **case, **recorded, "message_id": str(uuid4())}
                | {"request_id": self.request_id, "client_key": self.client_key},
            ),
            "intent": (
                *("meis_gateway", "intents"),
                {**_ROWS["intents"], **case, **recorded, "intent_id": self.intent_id}
                | {"evidence_id": self.evidence_id},
            ),
            "outcome": (
                *("meis_gateway", "outcomes"),
                {**_ROWS["outcomes"], **recorded, "intent_id": self.intent_id},
            ),
        }
        return rows[name]

    def event(self, name: str) -> Envelope:
        """Return the event that ``name`` means, with an id of its own."""
        case = {"case_id": self.case_id}
        told: dict[str, tuple[type[EventData], str, dict[str, Any]]] = {
            "submitted": (CaseSubmitted, "applications", {**case, "case_version": 1}),
            "notified": (CaseAdvanced, "applications", {**case, "case_version": 2}),
            "requested": (MessageRequested, "applications", {**case, "case_version": 2}),
            "delivered": (MessageDelivered, "notifications", {"request_id": self.request_id}),
            "known": (CaseAdvanced, "applications", {**case, "case_version": 3}),
            "looked": (
                *(RegistryLooked, "meis-gateway"),
                {"evidence_id": self.evidence_id, "subsystem": "sigorta"},
            ),
        }
        kind, source, data = told[name]
        return Envelope(
            id=self.request_id if name == "requested" else str(uuid4()),
            source=source,
            type=kind.type,
            topic=kind.topic,
            key=self.case_id,
            time=MORNING,
            recorded_at=self.recorded_at,
            data=data,
        )


ROWS = (
    *("case", "answer", "line 1", "line 2", "line 3", "evidence", "step", "person"),
    *("timer", "request", "message", "intent", "outcome"),
)
EVENTS = ("submitted", "notified", "requested", "looked", "delivered", "known")
CALLS = ("stored", "asked")
