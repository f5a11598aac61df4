"""A registry, with every call counted by subsystem and by how it ended."""

from collections.abc import Iterator
from contextlib import contextmanager

from meis_gateway.clients.registries import Registries, Registry, RegistryFailed
from meis_gateway.domain.answers import SourceError
from meis_gateway.domain.questions import Query
from meis_gateway.domain.replies import Reply
from meis_gateway.domain.subsystems import Subsystem
from shared.telemetry.calls import Call, Calls


def counted(registries: Registries, calls: Calls) -> Registries:
    """Return the same adapters, each of which counts its calls."""
    return {kind: CountedRegistry(registry, calls) for kind, registry in registries.items()}


class CountedRegistry:
    """Calls another registry and counts the call; the outcome is ``answered`` or the error.

    What was answered is not counted: yes and no are the person's.
    """

    def __init__(self, registry: Registry, calls: Calls) -> None:
        self._registry = registry
        self._calls = calls

    async def query(
        self, subsystem: Subsystem, query: Query, *, intent_id: str, seconds: float
    ) -> Reply:
        with self._counted(subsystem, "query") as call:
            reply = await self._registry.query(
                subsystem, query, intent_id=intent_id, seconds=seconds
            )
            if reply.person != query.person:
                call.outcome = SourceError.WRONG_PERSON.value
            return reply

    async def probe(self, subsystem: Subsystem, *, seconds: float) -> None:
        with self._counted(subsystem, "probe"):
            await self._registry.probe(subsystem, seconds=seconds)

    @contextmanager
    def _counted(self, subsystem: Subsystem, operation: str) -> Iterator[Call]:
        with self._calls.timed(f"meis/{subsystem.code}", operation) as call:
            try:
                yield call
            except RegistryFailed as failure:
                call.outcome = failure.error.value
                raise
