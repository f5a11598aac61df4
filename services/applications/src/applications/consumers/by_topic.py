"""One consumer for all the topics this service reads: each topic has its handler."""

from collections.abc import Mapping

from shared.database import Session
from shared.events.envelope import Envelope
from shared.kafka.parked import Handler


class ByTopic:
    """Gives each event to the handler of its topic."""

    def __init__(self, handlers: Mapping[str, Handler]) -> None:
        self._handlers = dict(handlers)

    @property
    def topics(self) -> list[str]:
        """The topics to read."""
        return list(self._handlers)

    async def __call__(self, session: Session, envelope: Envelope) -> None:
        """Take one event over."""
        await self._handlers[envelope.topic](session, envelope)
