"""What was decided, by whom, and what the person can do about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from applications.domain.appeals import Appeal


class Outcome(StrEnum):
    """What was decided."""

    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Decision:
    """The final decision: its number is of the office and year, ``signer`` is the officer.

    ``ground`` belongs to a refusal; ``reason`` is what the officer wrote. ``appeal`` is None in grants
    from before they said how to contest them.
    """

    outcome: Outcome
    number: str
    at: datetime
    signer: str
    ground: str | None = None
    reason: str | None = None
    appeal: Appeal | None = None
