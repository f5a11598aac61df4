"""What a document leaves out for readers from outside: the names of staff."""

from collections.abc import Mapping
from typing import Any

_ACTORS = ("operator", "begun_by")
_OF_THE_CALL = ("call_id", "verification_id")


def shown_actor(actor: str | None, *, to_staff: bool) -> str | None:
    """Return an actor as a reader sees them: staff by name among staff, by role to citizens."""
    if actor is None or to_staff:
        return actor
    return actor.partition(":")[0]


def details_outside(details: Mapping[str, Any]) -> dict[str, Any]:
    """Return details of evidence with roles for names, and without the centre's own call ids."""
    return {
        name: shown_actor(value, to_staff=False) if name in _ACTORS else value
        for name, value in details.items()
        if name not in _OF_THE_CALL
    }
