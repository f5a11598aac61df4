"""Business time of development and tests: the sandbox says what day it is."""

from datetime import UTC, datetime
from typing import ClassVar

from shared.clock import Clock, SystemClock
from shared.errors import DomainError, Kind
from shared.http import HttpClient, PartnerUnavailable, fetch_json, http_client
from shared.texts import Text

_SECONDS = 2.0


class ClockUnavailable(DomainError):
    """The business clock does not answer (503); no other time is used in its place."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code: ClassVar[str] = "clock-unavailable"
    title: ClassVar[Text] = Text(az="Saat cavab vermir", en="The business clock does not answer")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Bir qədər sonra eyni sorğunu təkrarlayın.",
                en="Repeat the same request a little later.",
            )
        )


class SandboxClock:
    """Asks ``GET {url}`` for ``{"now": instant}`` each time: a test may set the clock at any moment.

    It never falls back to system time: a term computed from the wrong day would be stored.
    """

    def __init__(self, url: str, *, client: HttpClient | None = None) -> None:
        self._url = url
        self._client = client or http_client(seconds=_SECONDS, connections=5)

    async def now(self) -> datetime:
        """Return the sandbox's instant in UTC; raises ClockUnavailable."""
        try:
            document = await fetch_json(self._client, "GET", self._url, seconds=_SECONDS)
            instant = datetime.fromisoformat(str(document.get("now")))
        except (PartnerUnavailable, ValueError) as error:
            raise ClockUnavailable from error
        if instant.tzinfo is None:
            raise ClockUnavailable
        return instant.astimezone(UTC)

    async def check(self) -> None:
        """Tell readiness whether business time can be told (ClockUnavailable when not)."""
        await self.now()

    async def aclose(self) -> None:
        """Close the connection."""
        await self._client.aclose()


def clock_for(url: str | None) -> Clock:
    """Return the clock a process was told to use: the sandbox's, or the machine's."""
    return SystemClock() if url is None else SandboxClock(url)
