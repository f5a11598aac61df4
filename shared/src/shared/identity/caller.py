"""The caller, in business words. Pure: tokens and HTTP are elsewhere."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a caller is to the suite (product roles, one per token)."""

    CITIZEN = "citizen"
    AGENT = "agent"
    OPERATOR = "operator"
    OFFICER = "officer"
    LAWYER = "lawyer"
    PSYCHOLOGIST = "psychologist"
    EDITOR = "editor"
    APPROVER = "approver"
    PARTNER = "partner"
    KIOSK = "kiosk"
    SERVICE = "service"
    AUDITOR = "auditor"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, as the token says it; what they may do is decided by policy functions.

    ``fin`` is the citizen's own identifier and stays out of every text: the representation of a
    caller does not show it. ``protected`` is the staff right to work on protected cases at all;
    a relation to the case is needed as well. A partner's services are in our database, never here.
    """

    issuer: str
    subject: str
    client: str
    role: Role
    fin: str | None = None
    organisation: str | None = None
    centre: str | None = None
    body: str | None = None
    desk: str | None = None
    protected: bool = False

    @property
    def actor(self) -> str:
        """Who did it, for history: role and opaque subject, never a person's identifier."""
        return f"{self.role}:{self.subject}"

    def __repr__(self) -> str:
        return f"Caller({self.actor})"
