"""What a process shows at ``/metrics``, read as a monitoring system reads it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import httpx2 as httpx
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families
from starlette.types import ASGIApp

from shared.telemetry.metrics import Metrics, Sample

OURS = "dost_"
_WORD = re.compile(r"[a-z]+([./-]([a-z]+|v\d))*")
_METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "CONNECT", "none"}


@dataclass(frozen=True)
class Shown:
    """The families of one scrape."""

    families: tuple[Metric, ...]

    @property
    def names(self) -> set[str]:
        """The names of our own families, a counter's with its ``_total``."""
        return {
            family.name + ("_total" if family.type == "counter" else "")
            for family in self.families
            if family.name.startswith(OURS)
        }

    def value(self, name: str, **labels: str) -> float | None:
        """Return the value of one series, None when it is absent."""
        for family in self.families:
            for sample in family.samples:
                if sample.name == name and sample.labels == labels:
                    return sample.value
        return None

    def labels(self) -> Iterator[tuple[str, str]]:
        """Walk the labels of every series."""
        for family in self.families:
            for sample in family.samples:
                yield from sample.labels.items()

    def values_of(self, label: str) -> set[str]:
        """Return every value a label has in any series."""
        return {value for name, value in self.labels() if name == label}

    def strange_labels(self, routes: set[str]) -> list[tuple[str, str]]:
        """Return what is no word of the code: anything that could be an id or a person's."""
        return [
            (name, value)
            for name, value in self.labels()
            if not _is_a_word(name, value, routes | {"none"})
        ]


def read(text: str) -> Shown:
    """Read an exposition."""
    return Shown(tuple(text_string_to_metric_families(text)))


async def scraped(app: ASGIApp) -> Shown:
    """Scrape an application in this process."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        answer = await client.get("/metrics")
    assert answer.status_code == 200, answer.text
    return read(answer.text)


async def looked_up(sample: Sample) -> Shown:
    """Return what a sample shows now."""
    metrics = Metrics()
    metrics.sample("part", sample)
    return read((await metrics.text()).decode())


def _is_a_word(name: str, value: str, routes: set[str]) -> bool:
    known = {
        "method": _METHODS,
        "route": routes,
        "status": {f"{n}xx" for n in range(1, 6)} | {"none"},
    }
    if name in known:
        return value in known[name]
    if name == "le":
        return float(value) > 0
    if name == "partition":
        return value.isdigit() and int(value) < 1000
    return _WORD.fullmatch(value) is not None
