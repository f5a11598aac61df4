"""What cases promised and asked for, as it was read; every instant is business time."""

from dataclasses import dataclass
from datetime import datetime

Wish = tuple[str, ...]
"""Something a case wants to know: the case and the step, or the case alone where papers are wanted."""


@dataclass(frozen=True, slots=True)
class Request:
    """A message a case asked for; what the case knows of it: the cabinet has it, or never will.

    ``serial`` counts those of one template of a case. It told of ``term_on``, a day as text, that a
    mandate was rejected, or that papers are awaited; it is ``outdated`` where that holds no more.
    ``recipient`` tells people apart and names nobody, None where it was not noted.
    """

    case_id: str
    template: str
    request_id: str
    delivered: bool
    failed: bool
    serial: int
    requested_at: datetime
    term_on: str | None = None
    outdated: bool = False
    mandate_rejected: bool = False
    asks_for_papers: bool = False
    recipient: str | None = None

    @property
    def to_guardian(self) -> bool:
        """Tell whether it went to the guardian of a ward."""
        return self.recipient is not None and self.recipient.startswith("guardian/")


@dataclass(frozen=True, slots=True)
class Owed:
    """A message that an open case owes its person, from what instant on it may have been asked for.

    ``ward_at``: when the ward is to be told although a guardian was, None where no guardian counts.
    """

    case_id: str
    since: datetime
    ward_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer of a case, and the instant it is set to; ``runs`` tells whether the term of the case does.

    It does while the case is undecided and waits for nothing.
    """

    case_id: str
    due_at: datetime
    runs: bool = True
