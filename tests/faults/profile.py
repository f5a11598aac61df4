"""How long outages last, against the limits of waiting that are in force."""

from dataclasses import dataclass
from typing import Final

from shared.database import SILENCE

LIMITS: Final = {
    "KAFKA_CALL_SECONDS": "3",
    "KAFKA_SESSION_SECONDS": "6",
    "KAFKA_POLL_SECONDS": "20",
    "DATABASE_SECONDS": "6",
    "RELAY_LEASE_SECONDS": "6",
    "QUESTION_SECONDS": "6",
    "GATEWAY_SECONDS": "7",
    "ESOSIAL_SECONDS": "2",
    "JOB_LEASE_SECONDS": "8",
    "SWEEP_AFTER_SECONDS": "12",
}
"""The limits of the processes under test, in seconds."""

NOBODY_WAITS_FOR: Final = {"SWEEP_AFTER_SECONDS", "KAFKA_POLL_SECONDS"}
"""One closes what was left, and by the other a member is given up that waits for nobody."""
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
    """Return the longest session, lease or request time-out in force, in seconds.

    A client waits longer for a database than the database itself allows.
    """
    told = {name: float(each) for name, each in LIMITS.items() if name not in NOBODY_WAITS_FOR}
    return max(*told.values(), SILENCE * told["DATABASE_SECONDS"])
