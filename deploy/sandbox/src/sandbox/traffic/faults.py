"""What goes wrong on purpose: which target, how, and how many times."""

from dataclasses import dataclass, replace
from enum import StrEnum


class FaultKind(StrEnum):
    """How an outside system fails."""

    DELAY = "delay"
    DRIP = "drip"
    ERROR = "error"
    RESET = "reset"
    BLACK_HOLE = "black-hole"
    WRONG_PERSON = "wrong-person"
    LOST_ANSWER = "lost-answer"
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one target; ``times`` None means until it is taken away.

    What ``seconds`` means is the fault's own matter.
    """

    target: str
    kind: FaultKind
    seconds: float | None = None
    times: int | None = None


class FaultPlan:
    """The faults in force, one for each target."""

    def __init__(self) -> None:
        self._faults: dict[str, Fault] = {}

    def put(self, fault: Fault) -> None:
        """Let a target fail this way from the next call on, instead of any other way."""
        self._faults[fault.target] = fault

    def clear(self) -> None:
        """Let everything work again."""
        self._faults.clear()

    def in_force(self) -> list[Fault]:
        """Return every fault that would hit the next call, with the times that are left."""
        return list(self._faults.values())

    def take(self, target: str) -> Fault | None:
        """Return the fault that hits this call, and count it."""
        fault = self._faults.get(target)
        if fault is None or fault.times is None:
            return fault
        if fault.times == 1:
            del self._faults[target]
        else:
            self._faults[target] = replace(fault, times=fault.times - 1)
        return fault
