"""The cabinet, with every call counted by how it ended."""

from collections.abc import Iterator
from contextlib import contextmanager

from notifications.clients.esosial import (
    Cabinet,
    CabinetMessage,
    CabinetRefused,
    CabinetUnanswered,
    Receipt,
)
from shared.telemetry.calls import Call, Calls

PARTNER = "esosial"


class CountedCabinet:
    """Calls another cabinet and counts the call; ``find`` that finds nothing is *absent*."""

    def __init__(self, cabinet: Cabinet, calls: Calls) -> None:
        self._cabinet = cabinet
        self._calls = calls

    async def find(self, client_key: str) -> Receipt | None:
        with self._counted("find") as call:
            receipt = await self._cabinet.find(client_key)
            if receipt is None:
                call.outcome = "absent"
            return receipt

    async def put(self, client_key: str, message: CabinetMessage) -> Receipt:
        with self._counted("put"):
            return await self._cabinet.put(client_key, message)

    @contextmanager
    def _counted(self, operation: str) -> Iterator[Call]:
        with self._calls.timed(PARTNER, operation) as call:
            try:
                yield call
            except CabinetUnanswered:
                call.outcome = "unanswered"
                raise
            except CabinetRefused:
                call.outcome = "refused"
                raise
