"""Asks the registries for the cases that wait for them."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

from applications.clients.meis_gateway import Asked, GatewayAnswer, MeisGateway
from applications.domain.case import Instant
from applications.storage import questions
from applications.use_cases.ask_registry import (
    NOBODY_TO_ASK_ABOUT,
    DueQuestion,
    QuestionKeys,
    store_answer,
    take_question,
)
from applications.use_cases.casework import Casework
from shared.clock import Clock
from shared.database import Database
from shared.database_clock import database_now
from shared.http import PartnerUnavailable
from shared.identity.refusals import IdentityUnavailable
from shared.telemetry.logs import logger
from shared.telemetry.metrics import Reading
from shared.telemetry.trace import following

NAME = "registry-questions"
AT_ONCE = 4

log = logger(__name__)


class RegistryQuestions:
    """Asks due questions, a few side by side; several workers share the queue."""

    def __init__(
        self,
        database: Database,
        casework: Casework,
        keys: QuestionKeys,
        gateway: MeisGateway,
        clock: Clock,
        lease: timedelta,
    ) -> None:
        self._database = database
        self._casework = casework
        self._keys = keys
        self._gateway = gateway
        self._clock = clock
        self._lease = lease

    async def ask_due(self) -> int:
        """Ask up to AT_ONCE due questions; return how many there were.

        What fails is asked again when its lease has run out; it does not hold up the others. A
        round in which all failed raises the first failure, so that readiness shows it.
        """
        due = [question async for question in self._take()]
        asked = [self._ask(question) for question in due if question.wanted]
        ended = await asyncio.gather(*asked, return_exceptions=True)
        failures = [each for each in ended if isinstance(each, BaseException)]
        for failure in failures:
            log.error("a question could not be asked", exc_info=failure)
        if failures and len(failures) == len(ended):
            raise failures[0]
        return len(due)

    async def readings(self) -> Sequence[Reading]:
        """Look up how many questions are due, for the metrics; lateness is in system time."""
        async with self._database.transaction() as session:
            backlog = await questions.backlog(session, now=await database_now(session))
        return backlog.readings(NAME)

    async def _take(self) -> AsyncIterator[DueQuestion]:
        for _ in range(AT_ONCE):
            async with self._database.transaction() as session:
                now = await database_now(session)
                due = await take_question(session, self._casework, self._keys, now, self._lease)
            if due is None:
                return
            yield due

    async def _ask(self, due: DueQuestion) -> None:
        with following(due.traceparent):
            await self._ask_and_store(due)

    async def _ask_and_store(self, due: DueQuestion) -> None:
        asked = due.asked
        answer = NOBODY_TO_ASK_ABOUT if asked is None else await self._answer(due, asked)
        business_now = await self._clock.now()
        async with self._database.transaction() as session:
            at = Instant(business=business_now, system=await database_now(session))
            ours = await store_answer(session, self._casework, due, answer, at)
        if not ours:
            log.warning("an answer came after its lease", case_id=due.case_id, job_id=due.id)

    async def _answer(self, due: DueQuestion, asked: Asked) -> GatewayAnswer | None:
        """Ask the gateway, outside any transaction; None when it gives no answer."""
        try:
            return await self._gateway.ask(asked)
        except (PartnerUnavailable, IdentityUnavailable) as error:
            log.warning(
                "the gateway did not answer",
                case_id=due.case_id,
                attempt=due.attempts,
                exc_info=error,
            )
            return None
