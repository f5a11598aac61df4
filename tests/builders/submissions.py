"""What is sent to the case service: applications, papers, and how to find a part of an answer."""

from collections.abc import Sequence
from typing import Any

FIN = "5ZK1Q2W"
OTHER_FIN = "6AB2C3D"

BY_A_SOURCE = ("met-by-registry", "met-by-submission", "met-by-identity")

Json = dict[str, Any]


def person(fin: str = FIN) -> Json:
    """Return the mother as a submission names her."""
    return {
        "identifier": {"kind": "fin", "value": fin},
        "given_name": "Aysel",
        "family_name": "Məmmədova",
        "birth_date": "1994-03-02",
    }


def self_service(fin: str = FIN, **fields: Any) -> Json:
    """Return an application a citizen sends for herself."""
    return {
        "service_id": "childcare-benefit",
        "channel": "self-service",
        "evidence": {},
        "applicant": {"relation": "self", "audience": "citizen", "person": person(fin)},
        "represented": None,
        "documents": [],
        "note": None,
        **fields,
    }


def in_person(ticket_id: str, **fields: Any) -> Json:
    """Return an application an agent enters at the desk."""
    evidence = {"centre": "dost-1", "ticket_id": ticket_id}
    return self_service(**{"channel": "in-person", "evidence": evidence, **fields})


def papers(*requirements: str) -> Json:
    """Return originals the agent has seen."""
    return {
        "documents": [
            {
                "requirement": code,
                "form": "original",
                "number": "AA 1000",
                "issued_on": "2026-02-01",
            }
            for code in requirements
        ]
    }


def by(items: Sequence[Json], name: str, value: str) -> Json:
    """Return the one item of a list whose field ``name`` is ``value``."""
    [found] = [item for item in items if item[name] == value]
    return found


BY_A_SOURCE = ("met-by-registry", "met-by-submission", "met-by-identity")


def tells_nothing_of_registries(case: Json) -> bool:
    """Tell whether a case answers no question about what the state knows of its person."""
    said = {
        "evidence": [
            each["kind"] for each in case["evidence"] if each["kind"] == "registry-answer"
        ],
        "values": [each["values"] for each in case["evidence"] if each["values"] is not None],
        "steps": [
            step["id"]
            for step in case["steps"]
            if step["answer"] or step["evidence_id"] or step["as_of"] or step["failed"]
        ],
        "sources": [
            item["code"]
            for item in case["requirements"]
            if item["subsystem"] or item["attribute"] or item["evidence_id"] or item["as_of"]
        ],
        "by": [item["code"] for item in case["requirements"] if item["source_failed"]],
        "why": [
            each["reason"] for each in (*case["steps"], *case["requirements"]) if each["reason"]
        ],
        "in doubt": [step["id"] for step in case["steps"] if step["status"] == "overridden"],
        "met": [item["code"] for item in case["requirements"] if item["status"] in BY_A_SOURCE],
    }
    assert not any(said.values()), said
    status: str = by(case["requirements"], "code", "leave-order")["status"]
    return status == "met"
