"""A ticket of the queue, as the rules of a case see it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Ticket:
    """A place in the queue of a centre's direction.

    ``day`` is the day (Baku) whose queue it stands in, ``desk`` the desk it is called to just now,
    ``case_id`` the case it is bound to. ``ended``: its person was called and did not come.
    """

    id: str
    centre: str
    direction: str
    day: date
    desk: str | None = None
    case_id: str | None = None
    ended: bool = False

    def is_over(self, today: date) -> bool:
        """Tell whether nobody will call it any more: its day has passed, or nobody came."""
        return self.ended or self.day < today
