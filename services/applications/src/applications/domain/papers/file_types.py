"""Which files are taken as papers, and how a file shows what it is. Data and three small checks.

A name, a declared type and the content must say the same: a reader opens a file by any of them.
"""

from dataclasses import dataclass

from applications.domain.papers.upload_faults import (
    FileEmpty,
    FileIsTwoThings,
    FileTypeDisagrees,
    FileTypeNotTaken,
    file_refused,
)
from shared.texts import Text

HEAD_BYTES = 1024
"""How much of the beginning is looked at."""

TAIL_BYTES = 22 + 65535
"""How much of the end: an archive's own directory ends within it, whatever its comment."""


@dataclass(frozen=True, slots=True)
class FileType:
    """One type; the first media type and extension are the ones we give out ourselves."""

    media_types: tuple[str, ...]
    extensions: tuple[str, ...]
    begins: tuple[bytes, ...]

    @property
    def media_type(self) -> str:
        """Return what it is called over HTTP."""
        return self.media_types[0]

    @property
    def extension(self) -> str:
        """Return what its names end in."""
        return self.extensions[0]


PDF = FileType(("application/pdf",), ("pdf",), (b"%PDF-",))
FILE_TYPES: tuple[FileType, ...] = (
    PDF,
    # `image/jpg` is no registered name, and many programs send it.
    FileType(("image/jpeg", "image/jpg"), ("jpg", "jpeg"), (b"\xff\xd8\xff",)),
    FileType(("image/png",), ("png",), (b"\x89PNG\r\n\x1a\n",)),
    FileType(("image/tiff",), ("tif", "tiff"), (b"II*\x00", b"MM\x00*")),
)
"""Pictures of paper. A text that can be edited is no copy of one."""

EXTENSIONS = tuple(extension for each in FILE_TYPES for extension in each.extensions)

_ALSO_A_PAGE = (b"<html", b"<script", b"<!doctype", b"<svg", b"<?php")
_ALSO_A_PDF = b"%pdf-"
_ALSO_AN_ARCHIVE = b"PK\x05\x06"


def agreed_type(name: str, declared: str) -> FileType:
    """Return the type that the name's ending and the declared media type agree on.

    Raises FileTypeNotTaken and FileTypeDisagrees. Nothing else of the name is ever used.
    """
    ending = name.rpartition(".")[2].lower()
    found = next((each for each in FILE_TYPES if ending in each.extensions), None)
    if found is None:
        taken = _TAKEN.filled(listed=", ".join(EXTENSIONS))
        raise file_refused(FileTypeNotTaken, taken, EXTENSIONS)
    if declared.partition(";")[0].strip().lower() not in found.media_types:
        raise file_refused(FileTypeDisagrees, _AGREE)
    return found


def type_called(media_type: str) -> FileType:
    """Return the type of a file that was taken, by the media type we gave it."""
    return next(each for each in FILE_TYPES if each.media_type == media_type)


def ensure_begins(file_type: FileType, head: bytes) -> None:
    """Raise FileTypeDisagrees or FileIsTwoThings unless the content begins as its type does."""
    if head and not head.startswith(file_type.begins):
        raise file_refused(FileTypeDisagrees, _AGREE)
    beginning = head[:HEAD_BYTES].lower()
    others = _ALSO_A_PAGE if file_type is PDF else (*_ALSO_A_PAGE, _ALSO_A_PDF)
    if any(mark in beginning for mark in others):
        raise file_refused(FileIsTwoThings, _ONE_THING)


def ensure_ends(size: int, tail: bytes) -> None:
    """Raise FileEmpty for no content, and FileIsTwoThings where an archive hangs on the end."""
    if size == 0:
        raise file_refused(FileEmpty, _SCAN_AGAIN)
    if _ALSO_AN_ARCHIVE in tail[-TAIL_BYTES:]:
        raise file_refused(FileIsTwoThings, _ONE_THING)


_TAKEN = Text(az="Qəbul edilən fayllar: {listed}.", en="The files taken are: {listed}.")
_AGREE = Text(
    az="Faylın uzantısı və `Content-Type` onun məzmununa uyğun olmalıdır.",
    en="The file's extension and `Content-Type` must be those of its content.",
)
_ONE_THING = Text(
    az="Sənədi yenidən skan edin: faylda yalnız onun təsviri olmalıdır.",
    en="Scan the paper again: the file must hold its picture and nothing else.",
)
_SCAN_AGAIN = Text(az="Sənədi yenidən skan edib göndərin.", en="Scan the paper again and send it.")
