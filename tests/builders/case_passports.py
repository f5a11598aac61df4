"""Published passports as JSON, for tests of the applications service."""

from typing import Any

from applications.domain.passport import Passport, passport_from_data


def codes(*values: str) -> list[dict[str, Any]]:
    """Return chosen options as a published passport holds them."""
    return [{"code": value, "printed": value.title()} for value in values]


def days(value: int, *, runs: str = "calendar", unit: str = "day") -> dict[str, Any]:
    """Return a term as a published passport holds it."""
    return {"value": value, "unit": unit, "runs": runs}


def document(code: str, *sources: Any, **fields: Any) -> dict[str, Any]:
    """Return a required document; a source is ``sigorta.identity``, ``submission``, ``identity``."""
    listed = [
        dict(zip(("subsystem", "attribute"), source.split("."), strict=True))
        if "." in source
        else source
        for source in sources
    ]
    blank: dict[str, Any] = {"substitutes_for": [], "when": None}
    return {"code": code, "name": code.title(), "sources": listed, **blank, **fields}


def step(kind: str, no: int | None = None, **fields: Any) -> dict[str, Any]:
    """Return a step of field 23; its id is its kind."""
    blank: dict[str, Any] = {"actor": "agent", "channels": None, "when": None, "params": {}}
    return {"id": kind, "no": no, "text": kind, "kind": kind, **blank, **fields}


def handling(**fields: Any) -> dict[str, Any]:
    """Return the handling of an open service that DSMF decides at the case's centre."""
    return {
        "confidentiality": "open",
        "contact": "cabinet",
        "applicant_relations": ["self", "legal-representative"],
        "decision_office": {"body": "dsmf", "at": "case-centre"},
        **fields,
    }


CHILDCARE_DOCUMENTS = [
    document("identity-card", "identity", "sigorta.identity"),
    document("commission-protocol"),
    document("leave-order", "monitorinq.leave_order"),
    document("statement", "submission"),
    document("birth-certificate", "sigorta.dependants"),
]
CHILDCARE_STEPS = [
    step("take-ticket", 1, params={"direction": "social-benefits"}),
    step("go-to-desk", 2, params={"direction": "social-benefits"}),
    step("submit-documents", 3),
    step("check-completeness", 4),
    step(
        "registry-check",
        5,
        params={"question": "insured", "subsystems": ["sigorta", "monitorinq"], "attributes": []},
    ),
    step("attach-data", 6),
    step("forward", 7),
    step("decide"),
    step("notify", 8, params={"margin_working_days": 1}),
]


def childcare_data(**fields: Any) -> dict[str, Any]:
    """Return the childcare benefit's published passport as JSON, with ``fields`` changed."""
    return {
        "service_id": "childcare-benefit",
        "version": 1,
        "valid_from": "2026-01-01T00:00:00Z",
        "valid_until": None,
        "published_at": "2026-01-01T00:00:00Z",
        "name": "Üç yaşınadək uşağa qulluğa görə müavinətin təyin edilməsi",
        "passport_id": "01-05-02-02",
        "classifications": codes("pension-benefits"),
        "executing_units": codes("centre-a", "online"),
        "legal_basis": ["“Sosial müavinətlər haqqında” Qanun"],
        "intake_channels": codes("in-person", "representative", "call-centre", "self-service"),
        "communication_channels": codes("dost-centres", "electronic"),
        "response_channels": codes("in-person", "self-service"),
        "refusal_grounds": codes("incomplete-documents", "no-legal-basis"),
        "audiences": codes(
            "citizen", "foreigner-permanent-residence", "stateless-permanent-residence"
        ),
        "back_offices": codes("dsmf"),
        "total_duration": days(10),
        "front_office_duration": days(2),
        "back_office_duration": days(8),
        "operator_standard_minutes": 10,
        "fee": codes("free")[0],
        "locations": codes("centre-a", "online"),
        "required_documents": CHILDCARE_DOCUMENTS,
        "document_forms": codes("original", "notarised-copy", "electronic-copy"),
        "steps": CHILDCARE_STEPS,
        "steps_note": None,
        "information_systems": codes("e-sosial", "meis"),
        "meis_subsystems": codes("sigorta", "monitorinq"),
        "digitisation_level": codes("partial")[0],
        "responsible_position": "sosial agent",
        "handling": handling(),
        "remarks": [],
        **fields,
    }


def passport(**fields: Any) -> Passport:
    """Return the childcare benefit as the engine reads it, with ``fields`` changed."""
    return passport_from_data(childcare_data(**fields))
