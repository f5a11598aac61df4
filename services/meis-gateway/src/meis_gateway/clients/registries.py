"""What every way of speaking to a subsystem has in common, and the twin that speaks to nobody."""

from collections.abc import Mapping
from typing import Protocol

from meis_gateway.domain.answers import SourceError
from meis_gateway.domain.questions import Query
from meis_gateway.domain.replies import Reply
from meis_gateway.domain.subsystems import AdapterKind, Subsystem


class RegistryFailed(Exception):
    """A subsystem said nothing that can be used; ``error`` is why. It never holds what was sent."""

    def __init__(self, error: SourceError) -> None:
        super().__init__(error.value)
        self.error = error


class Registry(Protocol):
    """A way to speak to subsystems of one kind."""

    async def query(
        self, subsystem: Subsystem, query: Query, *, intent_id: str, seconds: float
    ) -> Reply:
        """Ask about one person, within ``seconds`` in all. Raises RegistryFailed.

        The registry is told ``intent_id``, so that its own log and our evidence can be compared.
        """
        ...

    async def probe(self, subsystem: Subsystem, *, seconds: float) -> None:
        """Ask whether it is in order; no person is named. Raises RegistryFailed."""
        ...


Registries = Mapping[AdapterKind, Registry]
"""The adapter of each kind."""


class NullRegistry:
    """A subsystem that is never there."""

    async def query(
        self, subsystem: Subsystem, query: Query, *, intent_id: str, seconds: float
    ) -> Reply:
        del subsystem, query, intent_id, seconds
        raise RegistryFailed(SourceError.UNAVAILABLE)

    async def probe(self, subsystem: Subsystem, *, seconds: float) -> None:
        del subsystem, seconds
        raise RegistryFailed(SourceError.UNAVAILABLE)
