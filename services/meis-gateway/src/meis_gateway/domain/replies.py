"""What a subsystem's reply is worth: the right person, recent enough, answering what was asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from meis_gateway.domain.answers import Answer, Freshness, SourceAnswer, SourceError, failed
from meis_gateway.domain.questions import Identifier, Query
from meis_gateway.domain.subsystems import Subsystem

CLOCKS_DIFFER = timedelta(minutes=10)
"""So far ahead of us may a registry's clock be; a word from later than that is no word."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a subsystem replied, in its own words; ``as_of`` is aware."""

    person: Identifier
    answers: Mapping[str, str]
    attributes: Mapping[str, Any] = field(repr=False)
    as_of: datetime


def judged(subsystem: Subsystem, query: Query, reply: Reply, now: datetime) -> SourceAnswer:
    """Turn a reply into the source's answer; ``now`` is business time.

    Attributes nobody asked for are left out, asked ones the reply lacks are None.
    """
    if reply.person != query.person:
        return failed(subsystem.code, SourceError.WRONG_PERSON)
    age = now - reply.as_of
    if age < -CLOCKS_DIFFER:
        return failed(subsystem.code, SourceError.MALFORMED, as_of=reply.as_of)
    if age > subsystem.freshness_limit:
        return failed(
            subsystem.code, SourceError.STALE, as_of=reply.as_of, freshness=Freshness.STALE
        )
    answer = _answer(query, reply)
    if answer is None:
        return failed(subsystem.code, SourceError.MALFORMED, as_of=reply.as_of)
    return SourceAnswer(
        subsystem=subsystem.code,
        answer=answer,
        attributes={name: reply.attributes.get(name) for name in query.attributes},
        as_of=reply.as_of,
        freshness=Freshness.FRESH,
    )


def _answer(query: Query, reply: Reply) -> Answer | None:
    """Return the word on the question; yes where only attributes were asked; None for no word."""
    if not query.questions:
        return Answer.YES
    [question] = query.questions
    word = reply.answers.get(question)
    return Answer(word) if word in {Answer.YES, Answer.NO} else None
