"""Ask the subsystems that fail whether they are back; no person is named."""

import asyncio

from meis_gateway.clients.registries import Registries, RegistryFailed
from meis_gateway.domain.answers import OUT_OF_ORDER
from meis_gateway.domain.subsystems import Subsystem, Subsystems
from meis_gateway.storage import states
from meis_gateway.use_cases.note_health import note_health
from shared.clock import Clock
from shared.database import Database


async def probe_failing(
    database: Database, *, clock: Clock, registries: Registries, subsystems: Subsystems
) -> list[str]:
    """Probe each failing subsystem once, side by side; return the codes that have come back."""
    async with database.transaction() as session:
        failing = await states.failing(session)
    probed = [subsystems[code] for code in failing if code in subsystems]
    answers = await asyncio.gather(*(_answers(registries, subsystem) for subsystem in probed))
    back: list[str] = []
    for subsystem in (each for each, answered in zip(probed, answers, strict=True) if answered):
        occurred_at = await clock.now()
        async with database.transaction() as session:
            if await note_health(session, subsystem.code, answered=True, occurred_at=occurred_at):
                back.append(subsystem.code)
    return back


async def _answers(registries: Registries, subsystem: Subsystem) -> bool:
    try:
        await registries[subsystem.kind].probe(subsystem, seconds=subsystem.deadline_seconds)
    except RegistryFailed as failure:
        return failure.error not in OUT_OF_ORDER
    return True
