"""Where the sealed bytes of papers are kept: one port, and a folder on disk behind it.

Whoever keeps papers elsewhere (an object store) writes the same three functions.
"""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, Protocol, TypeVar

from applications.domain.papers.upload_faults import DocumentsUnavailable
from shared.telemetry.logs import logger

PIECE_BYTES = 64 * 1024

T = TypeVar("T")
log = logger(__name__)


class DocumentStore(Protocol):
    """Keeps sealed documents by their id. Each is there as a whole, or not at all.

    Every call raises DocumentsUnavailable where the place does not answer.
    """

    async def write(self, document_id: str, pieces: AsyncIterator[bytes]) -> None:
        """Keep all the pieces, for good, before returning; whatever fails leaves nothing."""

    def read(self, document_id: str) -> AsyncIterator[bytes]:
        """Give a document's bytes in pieces of any size."""

    async def remove(self, document_id: str) -> None:
        """Remove a document, or what is left of one that broke off; none is as well."""

    async def ping(self) -> None:
        """Return when a document could be kept now."""


class FolderDocuments:
    """Keeps each document as one file.

    A file is written under another name and synchronised before it gets its own, and so is its
    folder: after a power cut a document is there as a whole or not at all.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def write(self, document_id: str, pieces: AsyncIterator[bytes]) -> None:
        """Keep all the pieces; a failure, ours or the sender's, leaves no file."""
        path, part = self._paths(document_id)
        try:
            file = await _disk(_created, part)
            try:
                async for piece in pieces:
                    await _disk(file.write, piece)
                await _disk(_synchronise, file)
            finally:
                await _disk(file.close)
            await _disk(_put_in_place, part, path)
        except BaseException:
            await _disk(_removed, part)
            raise

    async def read(self, document_id: str) -> AsyncIterator[bytes]:
        """Give the bytes of a document."""
        path, _ = self._paths(document_id)
        file = await _disk(_opened, path)
        try:
            while piece := await _disk(file.read, PIECE_BYTES):
                yield piece
        finally:
            await _disk(file.close)

    async def remove(self, document_id: str) -> None:
        """Remove a document and what a broken write left."""
        for path in self._paths(document_id):
            await _disk(_removed, path)

    async def ping(self) -> None:
        """Write a byte beside the documents, under no name."""
        try:
            await asyncio.to_thread(_tried, self._folder)
        except OSError as error:
            raise DocumentsUnavailable from error

    def _paths(self, document_id: str) -> tuple[Path, Path]:
        """Return where a document is, and where it is written; ids are ours, and looked at."""
        if _ID.fullmatch(document_id) is None:
            raise DocumentsUnavailable
        # No folder grows large: the first two digits of an id are as good as random.
        path = self._folder / document_id[:2] / document_id
        return path, path.with_suffix(".part")


_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


async def _disk(work: Callable[..., T], *arguments: object) -> T:
    """Work on the disk beside the event loop."""
    try:
        return await asyncio.to_thread(work, *arguments)
    except OSError as error:
        log.exception("the folder of documents refuses")
        raise DocumentsUnavailable from error


def _tried(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryFile(dir=folder) as file:
        file.write(b"?")


def _created(part: Path) -> BinaryIO:
    part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _synchronise_folder(part.parent.parent)
    return os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _synchronise(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _put_in_place(part: Path, path: Path) -> None:
    part.rename(path)
    _synchronise_folder(path.parent)


def _synchronise_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _removed(path: Path) -> None:
    path.unlink(missing_ok=True)
