"""What a portal sends for somebody who applies for themself."""

from typing import Any


def by_portal(
    fin: str,
    given_name: str,
    family_name: str,
    birth_date: str,
    service_id: str = "childcare-benefit",
) -> dict[str, Any]:
    """Return a submission by self-service without papers."""
    return {
        "service_id": service_id,
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
