"""How long outages last, against the limits of waiting that are in force."""

from dataclasses import dataclass
from typing import Final

LIMITS: Final = {
    "KAFKA_CALL_SECONDS": "3",
    "KAFKA_SESSION_SECONDS": "6",
    "RELAY_LEASE_SECONDS": "6",
    "QUESTION_SECONDS": "6",
    "GATEWAY_SECONDS": "7",
    "ESOSIAL_SECONDS": "2",
    "JOB_LEASE_SECONDS": "8",
    "SWEEP_AFTER_SECONDS": "12",
}
"""The limits of the processes under test, in seconds."""

CLOSES_WHAT_WAS_LEFT: Final = {"SWEEP_AFTER_SECONDS"}
SHORT_OUTAGE: Final = 10.0
LONG_OUTAGE: Final = 30.0
LONG_ROUNDS: Final = 10


@dataclass(frozen=True)
class Profile:
    """One round of a test: ``outage`` is how long what is broken stays away, in seconds."""

    name: str
    outage: float

    @classmethod
    def rounds(cls, *, long: bool) -> list["Profile"]:
        """List the rounds of a run: one short one, or ten long ones."""
        if long:
            return [cls(f"long-{number}", LONG_OUTAGE) for number in range(1, LONG_ROUNDS + 1)]
        return [cls("short", SHORT_OUTAGE)]


def longest_wait() -> float:
    """Return the longest session, lease or request time-out in force, in seconds."""
    return max(float(told) for name, told in LIMITS.items() if name not in CLOSES_WHAT_WAS_LEFT)
