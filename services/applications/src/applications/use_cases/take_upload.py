"""Take a file in: announced, streamed under seal into its place, scanned there, then kept.

Its row is committed before the first byte and says *kept* only after all is well; no transaction
is open while bytes move. What the scanner looks at is what was stored, opened again: a file that
could not be read back is never kept.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from uuid import uuid4

from cryptography.hazmat.primitives.hashes import SHA256, Hash

from applications.domain.papers.file_types import (
    HEAD_BYTES,
    TAIL_BYTES,
    FileType,
    agreed_type,
    ensure_begins,
    ensure_ends,
)
from applications.domain.papers.upload_faults import (
    FileInfected,
    TooManyUploads,
    UploadBrokenOff,
    file_refused,
)
from applications.storage import documents
from applications.storage.document_keys import DocumentKey, contents_of, new_key
from applications.storage.sealed_files import opened, sealed
from applications.use_cases.casework import Casework
from applications.use_cases.papers import ARRIVES_WITHIN, KEPT_FOR, MOST_UNCLAIMED, Papers
from shared.database import Session
from shared.identity.caller import Caller
from shared.texts import Text
from shared.vault import WrappedKey

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file as it is being sent: what the sender calls it, and its bytes as they come."""

    name: str
    media_type: str
    pieces: AsyncIterator[bytes]


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that is in its place and does no harm."""

    document_id: str
    file_type: FileType
    size: int
    known: DocumentKey
    wrapped: WrappedKey

    @property
    def said(self) -> bytes:
        """Return what a repeated request must say, too: the same content as the same type."""
        return f"{self.file_type.media_type} {self.known.digest}".encode()


async def announce_upload(session: Session, caller: Caller) -> str:
    """Give an upload of the caller its id (TooManyUploads)."""
    if await documents.unclaimed_of(session, caller) >= MOST_UNCLAIMED:
        raise TooManyUploads(MOST_UNCLAIMED)
    document_id = str(uuid4())
    await documents.announce(session, caller, document_id, ARRIVES_WITHIN)
    return document_id


async def in_time(papers: Papers, arriving: Awaitable[T]) -> T:
    """Wait for something a sender is to send; raises UploadBrokenOff when it takes too long."""
    try:
        async with asyncio.timeout(papers.seconds):
            return await arriving
    except TimeoutError as error:
        raise UploadBrokenOff from error


async def take_bytes(
    papers: Papers, casework: Casework, document_id: str, file: IncomingFile
) -> Arrived:
    """Put a file in its place, outside any transaction.

    Raises the refusals of files (422), UploadBrokenOff, ScannerUnavailable and DocumentsUnavailable;
    then its bytes are to be removed.
    """
    seen = _Seen(agreed_type(file.name, file.media_type))
    key, wrapped = new_key(casework.vault, document_id)
    content = sealed(casework.vault, key, document_id, seen.passing(file.pieces))
    await in_time(papers, papers.store.write(document_id, content))
    stored = opened(casework.vault, key, document_id, papers.store.read(document_id))
    if await papers.scanner.is_harmful(stored):
        raise file_refused(FileInfected, _NOT_KEPT)
    known = DocumentKey(key, seen.digest.finalize().hex())
    return Arrived(document_id, seen.file_type, seen.size, known, wrapped)


async def keep_upload(session: Session, casework: Casework, arrived: Arrived) -> datetime:
    """Let the caller hand the file in; returns until when.

    Raises UploadBrokenOff where it was given up meanwhile.
    """
    contents = contents_of(
        casework.vault,
        arrived.document_id,
        media_type=arrived.file_type.media_type,
        size=arrived.size,
        known=arrived.known,
        wrapped=arrived.wrapped,
    )
    until = await documents.keep(session, arrived.document_id, contents, KEPT_FOR)
    if until is None:
        raise UploadBrokenOff
    return until


@dataclass(slots=True)
class _Seen:
    """What is remembered of a file that passes by: never all of it."""

    file_type: FileType
    size: int = 0
    head: bytes = b""
    tail: bytes = b""
    digest: Hash = field(default_factory=lambda: Hash(SHA256()))

    async def passing(self, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Hand the pieces on, and refuse as soon as something is seen to be wrong."""
        async for piece in pieces:
            self._look_at(piece)
            yield piece
        ensure_begins(self.file_type, self.head)
        ensure_ends(self.size, self.tail)

    def _look_at(self, piece: bytes) -> None:
        self.digest.update(piece)
        self.size += len(piece)
        self.tail = (self.tail + piece)[-TAIL_BYTES:]
        if len(self.head) < HEAD_BYTES:
            self.head = (self.head + piece)[:HEAD_BYTES]
            if len(self.head) == HEAD_BYTES:
                ensure_begins(self.file_type, self.head)


_NOT_KEPT = Text(
    az="Fayl saxlanılmadı. Cihazınızı yoxlayıb sənədi yenidən skan edin.",
    en="It was not kept. Check your device and scan the paper again.",
)
