"""Whether a process lives, and whether it is ready, part by part with the reason why not."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from shared.errors import DomainError
from shared.telemetry.logs import class_of, logger
from shared.telemetry.metrics import Reading, Series

Check = Callable[[], Awaitable[str | None]]
"""Looks at one part: None when it is well, a short reason without any data when it is not.

It may raise instead: a DomainError gives its own sentence, anything else its class.
"""

CHECK_SECONDS = 3.0
KEEP_SECONDS = 1.0

PART_READY: Final = Series(
    "dost_part_ready", "1 while readiness finds the part well, else 0", ("part",)
)

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class PartState:
    """One part: well, or not and why."""

    ok: bool
    why: str | None = None


class Readiness:
    """The parts of a process, by name. Every part is looked at; none hides behind another.

    A part that is not ``needed`` is told like any other and keeps nobody away: the process does
    all its work but what goes through that part.
    """

    def __init__(self) -> None:
        self._checks: dict[str, Check] = {}
        self._needed: set[str] = set()
        self._kept: dict[str, PartState] = {}
        self._looked_at = float("-inf")
        self._one_at_a_time = asyncio.Lock()

    def add(self, name: str, check: Check, *, needed: bool = True) -> None:
        """Register a part; a name twice is a mistake (ValueError)."""
        if name in self._checks:
            raise ValueError(f"{name} is registered already")
        self._checks[name] = check
        if needed:
            self._needed.add(name)

    def add_probe(
        self, name: str, probe: Callable[[], Awaitable[None]], *, needed: bool = True
    ) -> None:
        """Register a part that is well unless its probe raises (``database.ping``)."""

        async def check() -> str | None:
            await probe()
            return None

        self.add(name, check, needed=needed)

    def is_ready(self, states: Mapping[str, PartState]) -> bool:
        """Tell whether the process can work with its parts as they were seen."""
        return all(state.ok for name, state in states.items() if name in self._needed)

    async def parts(self) -> dict[str, PartState]:
        """Look at every part, side by side, each for at most 3 s.

        What was seen is kept for a second: asking often costs nothing.
        """
        async with self._one_at_a_time:
            if time.monotonic() - self._looked_at >= KEEP_SECONDS:
                names = list(self._checks)
                states = await asyncio.gather(*(_look(self._checks[name]) for name in names))
                self._report_changes(dict(zip(names, states, strict=True)))
                self._looked_at = time.monotonic()
            return self._kept

    def readings(self) -> Iterable[Reading]:
        """Return what the last look saw, for the metrics."""
        return [PART_READY.at(state.ok, name) for name, state in self._kept.items()]

    def _report_changes(self, seen: dict[str, PartState]) -> None:
        for name, state in seen.items():
            before = self._kept.get(name)
            if before is None or before.ok != state.ok:
                log.info("the state of a part changed", part=name, ok=state.ok, reason=state.why)
        self._kept = seen


async def _look(check: Check) -> PartState:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            why = await check()
    except TimeoutError:
        return PartState(ok=False, why=f"no answer within {CHECK_SECONDS:g} s")
    except DomainError as error:
        return PartState(ok=False, why=error.title.en)
    except Exception as error:
        log.exception("a check failed")
        return PartState(ok=False, why=class_of(error))
    return PartState(ok=why is None, why=why)
