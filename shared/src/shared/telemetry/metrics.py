"""The metrics of one process, in Prometheus' text form: numbers of the machinery, about nobody.

Three kinds of source: what is counted as it happens (``shared.telemetry.calls``, ``…requests``),
what the process knows by heart (``tell``), and what it looks up when somebody asks (``sample``).
Label values are words of the code or the configuration, never an id and nothing of a person.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from prometheus_client import (
    CollectorRegistry,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric

from shared.errors import DomainError
from shared.telemetry.logs import logger

SAMPLE_SECONDS: Final = 3.0
KEEP_SECONDS: Final = 1.0

log = logger(__name__)

# When each series began says nothing here, and would double their number.
disable_created_metrics()  # type: ignore[no-untyped-call]  # the library annotates it not


@dataclass(frozen=True, slots=True)
class Series:
    """A number with a name; ``labels`` are the names of its labels, durations are seconds."""

    name: str
    help: str
    labels: tuple[str, ...] = ()
    kind: Literal["gauge", "counter"] = "gauge"

    def at(self, value: float, *labels: str) -> "Reading":
        """Return what the number is now, for these values of its labels."""
        return Reading(self, float(value), labels)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one series shows now."""

    series: Series
    value: float
    labels: tuple[str, ...] = ()


Known = Callable[[], Iterable[Reading]]
"""Tells what the process knows by heart: no I/O, no failure."""

Sample = Callable[[], Awaitable[Sequence[Reading]]]
"""Looks numbers up, usually in the database; it may fail or take too long."""

SCRAPE_PROBLEMS: Final = Series(
    "dost_scrape_problems",
    "1 while the series of a part cannot be looked up; they are absent then",
    ("part",),
)


class Metrics:
    """The metrics of a process: built by its wiring, read by ``GET /metrics``."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry(auto_describe=False)
        ProcessCollector(registry=self.registry)
        self._shown = _Shown()
        self.registry.register(self._shown)
        self._known: list[Known] = []
        self._samples: dict[str, Sample] = {}
        self._failing: set[str] = set()
        self._looked_at = float("-inf")
        self._one_at_a_time = asyncio.Lock()

    def tell(self, known: Known) -> None:
        """Show what the process knows by heart."""
        self._known.append(known)

    def sample(self, part: str, sample: Sample) -> None:
        """Look numbers up at each scrape; ``part`` is the word of readiness for what they are of.

        A part twice is a mistake (ValueError).
        """
        if part in self._samples:
            raise ValueError(f"{part} is sampled already")
        self._samples[part] = sample

    async def text(self) -> bytes:
        """Return every series; what is looked up takes 3 s at most and is kept for a second."""
        async with self._one_at_a_time:
            if time.monotonic() - self._looked_at >= KEEP_SECONDS:
                self._shown.sampled = await self._look()
                self._looked_at = time.monotonic()
            self._shown.known = [reading for known in self._known for reading in known()]
            return generate_latest(self.registry)

    async def _look(self) -> list[Reading]:
        """Look one after the other: a scrape never takes the pool from the work."""
        ends_at = asyncio.get_running_loop().time() + SAMPLE_SECONDS
        readings: list[Reading] = []
        for part, sample in self._samples.items():
            try:
                async with asyncio.timeout_at(ends_at):
                    readings += await sample()
                self._failing.discard(part)
            except (DomainError, TimeoutError) as outage:
                if part not in self._failing:
                    log.warning("the series of a part are absent", part=part, exc_info=outage)
                self._failing.add(part)
            except Exception:  # the other series are told all the same
                log.exception("a sample failed", part=part)
                self._failing.add(part)
            readings.append(SCRAPE_PROBLEMS.at(part in self._failing, part))
        return readings


class _Shown:
    """What was told and looked up, as the registry wants it."""

    def __init__(self) -> None:
        self.known: list[Reading] = []
        self.sampled: list[Reading] = []

    def collect(self) -> Iterable[Metric]:
        families: dict[Series, Metric] = {}
        for reading in (*self.known, *self.sampled):
            series = reading.series
            family = families.setdefault(series, _family(series))
            sampled_as = series.name + ("_total" if series.kind == "counter" else "")
            labels = dict(zip(series.labels, reading.labels, strict=True))
            family.add_sample(sampled_as, labels, reading.value)
        return families.values()


def _family(series: Series) -> Metric:
    if series.kind == "counter":
        return CounterMetricFamily(series.name, series.help, labels=series.labels)
    return GaugeMetricFamily(series.name, series.help, labels=series.labels)
