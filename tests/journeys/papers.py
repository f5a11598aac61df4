"""Papers as people hand them in."""

from typing import Any

from tests.builders.uploads import pdf


def picture(of: str) -> bytes:
    """Return the scan of a paper."""
    return pdf(of.encode() * 5_000)


def copy(requirement: str, document_id: str, form: str = "electronic-copy") -> dict[str, Any]:
    """Return an upload as a paper for a requirement."""
    return {"requirement": requirement, "form": form, "document_id": document_id}


def original(requirement: str) -> dict[str, Any]:
    """Return a paper the agent has seen."""
    return {
        "requirement": requirement,
        "form": "original",
        "number": "K-118",
        "issued_on": "2026-02-20",
    }
