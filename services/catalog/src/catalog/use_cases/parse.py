"""Read a document from a file and store nothing."""

from pathlib import Path

from catalog.domain.reading.reader import read_document, unread
from catalog.domain.reading.report import ReadingReport
from catalog.storage.packaged import packaged_code_lists


def parse_file(path: Path) -> ReadingReport:
    """Return the reading of the file at ``path``; a file that cannot be opened is unreadable."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return unread("file-not-found")
    except OSError:
        return unread("file-not-readable")
    return read_document(data, packaged_code_lists())
