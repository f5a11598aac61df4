"""Failing subsystems, probed until they answer again."""

from collections.abc import Awaitable, Callable

from meis_gateway.clients.registries import Registries
from meis_gateway.domain.subsystems import Subsystems
from meis_gateway.use_cases.probe_failing import probe_failing
from shared.clock import Clock
from shared.database import Database
from shared.telemetry.logs import logger

log = logger(__name__)


def probe_due(
    database: Database, *, clock: Clock, registries: Registries, subsystems: Subsystems
) -> Callable[[], Awaitable[int]]:
    """Return one round of the job: it answers how many subsystems came back."""

    async def once() -> int:
        back = await probe_failing(
            database, clock=clock, registries=registries, subsystems=subsystems
        )
        for code in back:
            log.info("a subsystem is back", subsystem=code)
        return len(back)

    return once
