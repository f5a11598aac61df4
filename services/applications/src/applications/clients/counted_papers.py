"""The scanner and the place of papers, with every use counted by how it ended."""

from collections.abc import AsyncIterator

from applications.clients.document_store import DocumentStore
from applications.clients.scanner import Scanner
from applications.domain.papers.upload_faults import DocumentsUnavailable, ScannerUnavailable
from shared.telemetry.calls import Calls

SCANNER, DOCUMENTS = "scanner", "documents"
_UNAVAILABLE = "unavailable"


class CountedScanner:
    """Has another scanner look and counts it; harmful or not is an answer like any other."""

    def __init__(self, scanner: Scanner, calls: Calls) -> None:
        self._scanner = scanner
        self._calls = calls

    async def is_harmful(self, pieces: AsyncIterator[bytes]) -> bool:
        """Look into a file; raises what the scanner raises."""
        with self._calls.timed(SCANNER, "scan") as call:
            try:
                return await self._scanner.is_harmful(pieces)
            except ScannerUnavailable:
                call.outcome = _UNAVAILABLE
                raise

    async def ping(self) -> None:
        """Ask whether it would look; readiness shows that, so it is not counted."""
        await self._scanner.ping()


class CountedDocuments:
    """Keeps papers in another place and counts each use; a sender that breaks off is `broken-off`."""

    def __init__(self, store: DocumentStore, calls: Calls) -> None:
        self._store = store
        self._calls = calls

    async def write(self, document_id: str, pieces: AsyncIterator[bytes]) -> None:
        """Keep a document."""
        with self._calls.timed(DOCUMENTS, "write") as call:
            try:
                await self._store.write(document_id, pieces)
            except DocumentsUnavailable:
                call.outcome = _UNAVAILABLE
                raise

    async def read(self, document_id: str) -> AsyncIterator[bytes]:
        """Give a document; counted when its last byte is given, or its reader goes away."""
        with self._calls.timed(DOCUMENTS, "read") as call:
            try:
                async for piece in self._store.read(document_id):
                    yield piece
            except DocumentsUnavailable:
                call.outcome = _UNAVAILABLE
                raise

    async def remove(self, document_id: str) -> None:
        """Remove a document."""
        with self._calls.timed(DOCUMENTS, "remove") as call:
            try:
                await self._store.remove(document_id)
            except DocumentsUnavailable:
                call.outcome = _UNAVAILABLE
                raise

    async def ping(self) -> None:
        """Try the place; readiness shows that, so it is not counted."""
        await self._store.ping()
