"""Who acts on a case, as the rules see them."""

from dataclasses import dataclass
from enum import StrEnum


class ActorRole(StrEnum):
    """The roles of callers, and three parts of this service that act on their own."""

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
    JOB = "job"  # asks the registries
    TIMER = "timer"  # keeps the promises of time
    SYSTEM = "system"  # closes what is finished


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor; ``is_applicant`` tells that the case at hand is theirs to act in.

    ``is_concerned``: it is about them. ``on_the_line``: somebody of it is on the phone with this
    operator. ``services`` are those a client may serve people in, from our own database. ``fin`` is
    the signed-in citizen's own, from the token. JOB, TIMER and SYSTEM never come from
    a token: no identity provider issues those roles.
    """

    role: ActorRole
    subject: str
    fin: str | None = None
    client: str | None = None
    centre: str | None = None
    body: str | None = None
    desk: str | None = None
    protected: bool = False
    services: frozenset[str] = frozenset()
    is_applicant: bool = False
    is_concerned: bool = False
    on_the_line: bool = False

    @property
    def is_staff(self) -> bool:
        """Tell whether they read as staff: an operator reads no more than whom they talk with."""
        return not self.is_applicant and self.role is not ActorRole.OPERATOR

    @property
    def name(self) -> str:
        """Return ``role:subject``, the way history writes it."""
        return f"{self.role}:{self.subject}"


JOB = Actor(ActorRole.JOB, "registry-questions")
TIMER = Actor(ActorRole.TIMER, "notice")
SYSTEM = Actor(ActorRole.SYSTEM, "case-engine")
CALENDAR = Actor(ActorRole.SYSTEM, "calendar")
