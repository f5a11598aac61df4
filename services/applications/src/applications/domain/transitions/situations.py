"""How a guard is written: a question about a situation, with a code and a sentence."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from applications.domain.actions import ActionRequest
from applications.domain.actor import Actor
from applications.domain.case import Case, Instant
from shared.texts import Text


@dataclass(frozen=True, slots=True)
class Situation:
    """The case, who acts and when; ``request`` is None while only asking what is possible.

    ``term_ends``: the instant at which the whole term is over, for the action that asks for it.
    """

    case: Case
    actor: Actor
    at: Instant
    request: ActionRequest | None = None
    term_ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnmetGuard:
    """A guard that does not hold, and why."""

    code: str
    detail: Text


@dataclass(frozen=True, slots=True)
class Guard:
    """A named condition: ``sentence`` says what must hold.

    ``holds`` answers True, False (then the sentence is the reason) or a sentence of its own that
    names what stands in the way.
    """

    code: str
    sentence: Text
    holds: Callable[[Situation], bool | Text]

    def unmet(self, situation: Situation) -> UnmetGuard | None:
        """Return what stands in the way, None when the guard holds."""
        found = self.holds(situation)
        if isinstance(found, Text):
            return UnmetGuard(self.code, found)
        return None if found else UnmetGuard(self.code, self.sentence)


def guard(code: str, az: str, en: str) -> Callable[[Callable[[Situation], bool | Text]], Guard]:
    """Name a function as a guard, with the sentence of what must hold."""
    return lambda holds: Guard(code, Text(az=az, en=en), holds)
