"""The citizen's cabinet on E-sosial."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import httpx2 as httpx

from shared.clock import system_now
from shared.http import DeadlineExceeded, deadline


@dataclass(frozen=True, slots=True)
class CabinetMessage:
    """What is posted: the recipient's FİN, the text and its language."""

    fin: str
    subject: str
    body: str
    language: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """The cabinet holds the message since ``stored_at`` (the cabinet's clock)."""

    message_id: str
    stored_at: datetime


class CabinetUnanswered(Exception):
    """Nobody knows whether the message is there: time-out, lost connection, 5xx or nonsense.

    What stands before the cabinet (a proxy, a firewall, a login that ran out) answers 4xx as well,
    and passes: only the cabinet's own word is final.
    """


class CabinetRefused(Exception):
    """The cabinet will never take this message; ``status`` is its HTTP status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the cabinet answered {status}")
        self.status = status


class Cabinet(Protocol):
    """Where messages are posted."""

    async def find(self, client_key: str) -> Receipt | None:
        """Return the receipt of a message the cabinet holds. Raises CabinetUnanswered."""
        ...

    async def put(self, client_key: str, message: CabinetMessage) -> Receipt:
        """Post; the same key is the same message. Raises CabinetUnanswered, CabinetRefused."""
        ...


class EsosialCabinet:
    """The cabinet over HTTP: ``PUT`` and ``GET /messages/{client_key}``."""

    def __init__(self, client: httpx.AsyncClient, *, seconds: float) -> None:
        self._client = client
        self._seconds = seconds

    async def find(self, client_key: str) -> Receipt | None:
        response = await self._ask("GET", client_key, None)
        if response.status_code == httpx.codes.NOT_FOUND:
            return None
        return _receipt(response)

    async def put(self, client_key: str, message: CabinetMessage) -> Receipt:
        body: dict[str, object] = {
            "recipient": {"fin": message.fin},
            "subject": message.subject,
            "body": message.body,
            "language": message.language,
        }
        response = await self._ask("PUT", client_key, body)
        if _is_final(response):
            raise CabinetRefused(response.status_code)
        return _receipt(response)

    async def _ask(
        self, method: str, client_key: str, body: dict[str, object] | None
    ) -> httpx.Response:
        try:
            async with deadline(self._seconds):
                return await self._client.request(method, f"messages/{client_key}", json=body)
        except (DeadlineExceeded, httpx.HTTPError) as error:
            raise CabinetUnanswered(type(error).__name__) from error


class NullCabinet:
    """A cabinet that keeps what it is given in memory: the twin for tests of one part."""

    def __init__(self) -> None:
        self.messages: dict[str, CabinetMessage] = {}
        self.stored_at: dict[str, datetime] = {}

    async def find(self, client_key: str) -> Receipt | None:
        if client_key not in self.messages:
            return None
        return Receipt(client_key, self.stored_at[client_key])

    async def put(self, client_key: str, message: CabinetMessage) -> Receipt:
        self.messages.setdefault(client_key, message)
        stored_at = self.stored_at.setdefault(client_key, system_now())
        return Receipt(client_key, stored_at)


_FINAL_CODES = {"cabinet-not-found", "client-key-reused", "invalid-input"}
"""The cabinet's problem codes that no repetition changes."""


def _is_final(response: httpx.Response) -> bool:
    """Tell whether the cabinet itself says that it will never take the message."""
    if not response.is_client_error:
        return False
    try:
        problem = response.json()
    except ValueError:
        return False
    return isinstance(problem, dict) and problem.get("code") in _FINAL_CODES


def _receipt(response: httpx.Response) -> Receipt:
    if not response.is_success:
        raise CabinetUnanswered(f"status {response.status_code}")
    try:
        answer = response.json()
        return Receipt(str(answer["message_id"]), datetime.fromisoformat(answer["stored_at"]))
    except (ValueError, KeyError, TypeError) as error:
        raise CabinetUnanswered("the answer cannot be read") from error
