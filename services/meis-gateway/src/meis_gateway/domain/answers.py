"""The typed answer: what each source said, and what they say together (case.md's truth table).

Unknown and conflict never become no.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Answer(StrEnum):
    """What a question can come to. A source alone is never in conflict."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    CONFLICT = "conflict"


class Freshness(StrEnum):
    """Whether a source's word is recent enough to count."""

    FRESH = "fresh"
    STALE = "stale"


class SourceError(StrEnum):
    """Why a source said nothing."""

    TIMEOUT = "timeout"
    UNAVAILABLE = "unavailable"  # no connection, or the subsystem says it is out of order
    PERSON_NOT_FOUND = "person-not-found"  # it holds no record, which is not the answer no
    REFUSED = "refused"  # it will not answer this question as it was put
    MALFORMED = "malformed"  # an answer that cannot be read, or comes from the future
    WRONG_PERSON = "wrong-person"  # an answer about somebody else
    STALE = "stale"  # older than the limit of the subsystem
    NOT_CONFIGURED = "not-configured"  # the passport names what this gateway cannot ask


INTERRUPTED = "interrupted"
"""The error of an outcome whose call nobody saw the end of; no source ever answers with it."""

OUT_OF_ORDER = frozenset({SourceError.TIMEOUT, SourceError.UNAVAILABLE})
"""Errors by which a subsystem counts as failing; with any other it has at least answered."""


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """What one subsystem said.

    ``answer`` is yes, no or unknown; to an ``attributes`` question yes means that it answered.
    ``attributes`` by bare name, None where the registry holds nothing: a paper stands in.
    ``as_of`` is the registry's instant.
    """

    subsystem: str
    answer: Answer
    attributes: Mapping[str, Any] = field(default_factory=dict, repr=False)
    as_of: datetime | None = None
    freshness: Freshness | None = None
    error: SourceError | None = None

    @property
    def released(self) -> tuple[str, ...]:
        """Names of the attributes that came with a value."""
        return tuple(name for name, value in self.attributes.items() if value is not None)


def failed(
    subsystem: str,
    error: SourceError,
    *,
    as_of: datetime | None = None,
    freshness: Freshness | None = None,
) -> SourceAnswer:
    """Return what a source that said nothing comes to: unknown, with the reason."""
    return SourceAnswer(subsystem, Answer.UNKNOWN, as_of=as_of, freshness=freshness, error=error)


def together(answers: Iterable[Answer]) -> Answer:
    """Return what all sources say together, in any order.

    All yes: yes. All no: no. One unknown, or nobody asked: unknown. Anything else: conflict.
    """
    said = set(answers)
    if not said or Answer.UNKNOWN in said:
        return Answer.UNKNOWN
    return said.pop() if len(said) == 1 else Answer.CONFLICT
