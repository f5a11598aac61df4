"""The citizens' cabinet on E-sosial: messages that are stored once for each key of the sender."""

import asyncio
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

CABINET_FILE = "cabinet.jsonl"


@dataclass(frozen=True, slots=True)
class Content:
    """What a sender asks to be put into a person's cabinet."""

    fin: str
    subject: str
    body: str
    language: str


@dataclass(frozen=True, slots=True)
class Message:
    """A stored message; ``stored_at`` is business time."""

    client_key: str
    message_id: str
    content: Content
    stored_at: datetime


class KeyReused(Exception):
    """The sender's key names another message already."""


class Cabinet:
    """All messages; a file of JSON lines keeps them across a restart of the process."""

    def __init__(self, folder: Path | None) -> None:
        self._file = folder / CABINET_FILE if folder is not None else None
        self._messages = {message.client_key: message for message in _read(self._file)}
        self._inboxes: dict[str, int] = {}
        for message in self._messages.values():
            self._number_inbox(message)
        self._writing = asyncio.Lock()

    def find(self, client_key: str) -> Message | None:
        """Return the message stored under the sender's key, or None."""
        return self._messages.get(client_key)

    def page(self, after: int, limit: int) -> list[Message]:
        """Return up to ``limit`` messages behind the first ``after``, in the order they came."""
        return list(islice(self._messages.values(), after, after + limit))

    def of(self, fin: str) -> list[Message]:
        """Return the messages of one person, oldest first."""
        return [message for message in self._messages.values() if message.content.fin == fin]

    def inbox_of(self, message: Message) -> int:
        """Return the number of the inbox a message is in: it tells inboxes apart, and names nobody."""
        return self._inboxes[message.content.fin]

    async def store(self, client_key: str, content: Content, now: datetime) -> tuple[Message, bool]:
        """Return the message under that key and whether it is new.

        Raises ``KeyReused`` where the key names a message with another content.
        """
        async with self._writing:
            stored = self._messages.get(client_key)
            if stored is not None:
                if stored.content != content:
                    raise KeyReused(client_key)
                return stored, False
            message = Message(client_key, uuid4().hex, content, now)
            if self._file is not None:
                await asyncio.to_thread(_append, self._file, message)
            self._messages[client_key] = message
            self._number_inbox(message)
            return message, True

    def _number_inbox(self, message: Message) -> None:
        """Give an inbox its number at its first message: the same after a restart."""
        self._inboxes.setdefault(message.content.fin, len(self._inboxes) + 1)


def _append(file: Path, message: Message) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(asdict(message), ensure_ascii=False, default=datetime.isoformat)
    with file.open("a", encoding="utf-8") as journal:
        journal.write(line + "\n")


def _read(file: Path | None) -> list[Message]:
    if file is None or not file.exists():
        return []
    whole, newline, cut = file.read_bytes().rpartition(b"\n")
    if cut:
        # Killed in the middle of a line: its sender never had an answer, so it was not stored.
        file.write_bytes(whole + newline)
    return [_message(json.loads(line)) for line in whole.split(b"\n") if line]


def _message(kept: dict[str, Any]) -> Message:
    return Message(
        client_key=kept["client_key"],
        message_id=kept["message_id"],
        content=Content(**kept["content"]),
        stored_at=datetime.fromisoformat(kept["stored_at"]),
    )
