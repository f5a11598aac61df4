"""Asks the registries for the cases that wait for them."""

import asyncio

from applications.clients.meis_gateway import GatewayAnswer, MeisGateway
from applications.domain.case import Instant
from applications.use_cases.ask_registry import (
    DueQuestion,
    QuestionKeys,
    store_answer,
    take_question,
)
from applications.use_cases.casework import Casework
from shared.clock import Clock, system_now
from shared.database import Database
from shared.http import PartnerUnavailable
from shared.identity.refusals import IdentityUnavailable
from shared.telemetry.logs import logger

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
    ) -> None:
        self._database = database
        self._casework = casework
        self._keys = keys
        self._gateway = gateway
        self._clock = clock

    async def ask_due(self) -> int:
        """Ask up to AT_ONCE due questions; return how many there were."""
        return sum(await asyncio.gather(*(self._ask_one() for _ in range(AT_ONCE))))

    async def _ask_one(self) -> int:
        async with self._database.transaction() as session:
            due = await take_question(session, self._casework, self._keys, system_now())
        if due is None:
            return 0
        if due.asked is not None:
            await self._ask(due)
        return 1

    async def _ask(self, due: DueQuestion) -> None:
        answer = await self._answer(due)
        at = Instant(business=await self._clock.now(), system=system_now())
        async with self._database.transaction() as session:
            ours = await store_answer(session, self._casework, due, answer, at)
        if not ours:
            log.warning("an answer came after its lease", case_id=due.case_id, job_id=due.id)

    async def _answer(self, due: DueQuestion) -> GatewayAnswer | None:
        """Ask the gateway, outside any transaction; None when it gives no answer."""
        if due.asked is None:
            return None
        try:
            return await self._gateway.ask(due.asked)
        except (PartnerUnavailable, IdentityUnavailable) as error:
            log.warning(
                "the gateway did not answer",
                case_id=due.case_id,
                attempt=due.attempts,
                exc_info=error,
            )
            return None
