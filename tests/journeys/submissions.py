"""What a portal sends for a parent who applies for themself."""

from typing import Any


def by_portal(fin: str, given_name: str, family_name: str, birth_date: str) -> dict[str, Any]:
    """Return a submission by self-service without papers."""
    return {
        "service_id": "childcare-benefit",
        "channel": "self-service",
        "evidence": {},
        "applicant": {
            "relation": "self",
            "audience": "citizen",
            "person": {
                "identifier": {"kind": "fin", "value": fin},
                "given_name": given_name,
                "family_name": family_name,
                "birth_date": birth_date,
            },
        },
        "represented": None,
        "documents": [],
        "note": None,
    }
