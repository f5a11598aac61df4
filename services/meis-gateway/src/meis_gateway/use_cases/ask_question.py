"""Ask a question: purpose first, evidence first, all its subsystems at once under one deadline."""

import asyncio
import time
from dataclasses import dataclass

from meis_gateway.domain.answers import Answer, SourceAnswer, SourceError, failed, together
from meis_gateway.domain.purpose import NotInPassport, OtherPerson
from meis_gateway.domain.questions import KEPT_BACK_SECONDS, Question, QuestionIncoherent
from meis_gateway.use_cases.gateway import Gateway
from meis_gateway.use_cases.look import look_into
from meis_gateway.use_cases.open_question import Asked, OpenQuestion, granted, open_question
from meis_gateway.use_cases.refuse_question import refuse_question
from shared.grants import GrantRefused
from shared.http import DeadlineExceeded

LEAST_SECONDS = 2 * KEPT_BACK_SECONDS
"""With less than this it is not worth a registry's while."""
REFUSALS = (GrantRefused, OtherPerson, NotInPassport, QuestionIncoherent)


@dataclass(frozen=True, slots=True)
class Answered:
    """The typed answer with its sources; ``evidence_id`` is None when nobody was asked."""

    answer: Answer
    sources: tuple[SourceAnswer, ...]
    evidence_id: str | None


async def ask_question(gateway: Gateway, asked: Asked, *, seconds: float) -> Answered:
    """Ask what the grant allows, within ``seconds`` in all.

    While the passport's version was not received yet the answer is unknown, without a source.
    Raises what REFUSALS lists, each kept as a refusal; DeadlineExceeded when there is no time;
    DatabaseUnavailable or ClockUnavailable when no evidence can be kept; AnsweredTooLate when a
    look was closed before its answer came.
    """
    ends_at = time.monotonic() + seconds - KEPT_BACK_SECONDS
    if seconds < LEAST_SECONDS:
        raise DeadlineExceeded
    opened = await _open(gateway, asked)
    if opened is None:
        return Answered(Answer.UNKNOWN, (), None)
    sources = await _look_everywhere(gateway, opened, ends_at)
    return Answered(
        answer=together(source.answer for source in sources),
        sources=sources,
        evidence_id=opened.evidence_id if opened.looks else None,
    )


async def _open(gateway: Gateway, asked: Asked) -> OpenQuestion | None:
    question: Question | None = None
    try:
        question = granted(asked, gateway.grants)
        return await open_question(gateway, asked, question)
    except REFUSALS as refusal:
        await refuse_question(
            gateway.database, client=asked.client, question=question, refusal=refusal
        )
        raise


async def _look_everywhere(
    gateway: Gateway, opened: OpenQuestion, ends_at: float
) -> tuple[SourceAnswer, ...]:
    """Return the sources in the order they were asked for, one answer each.

    Every look is brought to its end, also when another cannot keep its outcome: that one's error
    is raised afterwards.
    """
    ended = await asyncio.gather(
        *(look_into(gateway, opened, look, ends_at=ends_at) for look in opened.looks),
        return_exceptions=True,
    )
    by_code = {code: failed(code, SourceError.NOT_CONFIGURED) for code in opened.not_asked}
    for source in ended:
        if isinstance(source, BaseException):
            raise source
        by_code[source.subsystem] = source
    return tuple(by_code[code] for code in opened.question.subsystems)
