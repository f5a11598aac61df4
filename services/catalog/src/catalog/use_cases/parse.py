"""Open a document's file, and read it without storing anything."""

from pathlib import Path

from catalog.domain.reading.decoding import MAX_BYTES
from catalog.domain.reading.reader import read_document, unread
from catalog.domain.reading.report import ReadingReport
from catalog.storage.packaged import packaged_code_lists


def open_document(path: Path) -> bytes | ReadingReport:
    """Return the bytes of the file at ``path``, or the report that it cannot be opened.

    Never more than the reader takes, and one more: an endless file is too large, no danger.
    """
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return unread("file-not-found")
    except OSError:
        return unread("file-not-readable")


def parse_file(path: Path) -> ReadingReport:
    """Return the reading of the file at ``path``; a file that cannot be opened is unreadable."""
    data = open_document(path)
    return data if isinstance(data, ReadingReport) else read_document(data, packaged_code_lists())
