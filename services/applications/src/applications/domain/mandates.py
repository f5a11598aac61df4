"""Mandates: on whose paper somebody acts for another, for which services, and until when."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

ALL_SERVICES = "all"
"""Stands in a mandate's services for every service there is."""


class MandateKind(StrEnum):
    """What gives somebody the right to act for another."""

    POWER_OF_ATTORNEY = "power-of-attorney"
    GUARDIANSHIP = "guardianship"


class MandateState(StrEnum):
    """Where a mandate stands on a day."""

    NOT_YET = "not-yet-in-force"
    IN_FORCE = "in-force"
    LAPSED = "lapsed"


class Verdict(StrEnum):
    """What an agent found who looked at the paper itself."""

    SEEN = "seen"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class MandateCheck:
    """Who looked at the paper, when, and what they found; ``copy``: it was the uploaded one."""

    verdict: Verdict
    by: str
    at: datetime
    copy: bool = False


@dataclass(frozen=True, slots=True)
class Mandate:
    """A complete mandate; both days belong to it.

    It names nobody: number and issuer of the paper are sealed evidence, and no rule looks at them.
    ``copy_id`` is its uploaded copy, ``check`` is None until somebody of the staff has looked at it.
    """

    kind: MandateKind
    issued_on: date
    valid_until: date
    services: tuple[str, ...]
    copy_id: str | None = None
    check: MandateCheck | None = None

    @property
    def seen(self) -> bool:
        """Tell whether staff have looked at the paper and found it to be one."""
        return self.check is not None and self.check.verdict is Verdict.SEEN

    @property
    def rejected(self) -> bool:
        """Tell whether staff have found that there is no such paper, or not for this."""
        return self.check is not None and self.check.verdict is Verdict.REJECTED

    def covers(self, service_id: str) -> bool:
        """Tell whether the mandate names the service, or all."""
        return service_id in self.services or ALL_SERVICES in self.services

    def state_on(self, day: date) -> MandateState:
        """Say where the mandate stands on a day (Baku)."""
        if day < self.issued_on:
            return MandateState.NOT_YET
        return MandateState.IN_FORCE if day <= self.valid_until else MandateState.LAPSED

    def holds_on(self, day: date) -> bool:
        """Tell whether somebody may act on it that day."""
        return not self.rejected and self.state_on(day) is MandateState.IN_FORCE


@dataclass(frozen=True, slots=True)
class MandateEvidence:
    """The paper as it was described; what is None was not said. ``copy_id`` need not be."""

    kind: MandateKind | None
    number: str | None
    issued_on: date | None
    valid_until: date | None
    issuer: str | None
    services: tuple[str, ...] | None
    copy_id: str | None = None

    @property
    def unsaid(self) -> tuple[str, ...]:
        """Return the names of what was not said."""
        said = {
            "kind": self.kind,
            "number": self.number,
            "issued_on": self.issued_on,
            "valid_until": self.valid_until,
            "issuer": self.issuer,
            "services": self.services,
        }
        return tuple(name for name, value in said.items() if not value)

    @property
    def mandate(self) -> Mandate | None:
        """Return the mandate, None where the rules would have to guess a part of it."""
        kind, issued_on, valid_until = self.kind, self.issued_on, self.valid_until
        if kind is None or issued_on is None or valid_until is None or not self.services:
            return None
        return Mandate(kind, issued_on, valid_until, self.services, self.copy_id)
