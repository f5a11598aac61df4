"""Calls to other systems: how many, how they ended, how long they took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from prometheus_client import Counter, Histogram

from shared.telemetry.metrics import Metrics

ANSWERED: Final = "answered"
BROKEN_OFF: Final = "broken-off"
"""We stopped waiting (cancelled, shut down), or something nobody expected was raised."""

_SECONDS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30)


class Call:
    """One call while it lasts; ``outcome`` is how it will be counted."""

    def __init__(self) -> None:
        self.outcome: str | None = None


class Calls:
    """Counts the calls of one process; one for its ``Metrics``."""

    def __init__(self, metrics: Metrics) -> None:
        self._ended = Counter(
            "dost_calls",
            "Calls to another system that have ended, by how",
            ("partner", "operation", "outcome"),
            registry=metrics.registry,
        )
        self._seconds = Histogram(
            "dost_call_seconds",
            "How long calls to another system took",
            ("partner", "operation"),
            registry=metrics.registry,
            buckets=_SECONDS,
        )

    @contextmanager
    def timed(self, partner: str, operation: str) -> Iterator[Call]:
        """Count the call made inside: ``answered``, unless ``outcome`` was set.

        What leaves by an exception without an outcome is ``broken-off``. All three are words of
        the code or the configuration.
        """
        call = Call()
        began = time.monotonic()
        try:
            yield call
            call.outcome = call.outcome or ANSWERED
        finally:
            self._seconds.labels(partner, operation).observe(time.monotonic() - began)
            self._ended.labels(partner, operation, call.outcome or BROKEN_OFF).inc()
