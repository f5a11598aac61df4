"""One file out of a multipart body, while it arrives: nothing is ever held but the piece at hand."""

from collections.abc import AsyncIterator

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect

from applications.domain.papers.upload_faults import FileMissing, UploadBrokenOff, file_refused
from applications.use_cases.take_upload import IncomingFile
from shared.texts import Text

PART = "file"


async def incoming_file(request: Request) -> IncomingFile:
    """Read up to the file's first byte; its pieces are read as they are asked for.

    Raises FileMissing unless the body is ``multipart/form-data`` with one part, ``file``. While the
    pieces are read UploadBrokenOff may come as well.
    """
    form = _Form(_boundary(request))
    arriving = _arriving(request, form)
    async for _ in arriving:
        if form.in_file:
            return IncomingFile(form.name, form.media_type, _pieces(form, arriving))
    raise file_refused(FileMissing, _ONE_FILE)


def _boundary(request: Request) -> bytes:
    media_type, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary", b"")
    if media_type != b"multipart/form-data" or not boundary:
        raise file_refused(FileMissing, _ONE_FILE)
    return boundary


async def _arriving(request: Request, form: "_Form") -> AsyncIterator[None]:
    """Feed the form with the body, piece by piece."""
    try:
        async for chunk in request.stream():
            form.write(chunk)
            yield
    except (ClientDisconnect, FormParserError) as error:
        raise UploadBrokenOff from error


async def _pieces(form: "_Form", arriving: AsyncIterator[None]) -> AsyncIterator[bytes]:
    for piece in form.taken():
        yield piece
    async for _ in arriving:
        for piece in form.taken():
            yield piece
    if not form.ended:
        raise UploadBrokenOff


class _Form:
    """What the parser has found so far."""

    def __init__(self, boundary: bytes) -> None:
        self.name = self.media_type = ""
        self.in_file = self.ended = False
        self._held: list[bytes] = []
        self._header = self._value = b""
        self._parts = 0
        self._disposition: str = ""
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._part_begins,
                    "on_header_field": self._header_goes_on,
                    "on_header_value": self._value_goes_on,
                    "on_header_end": self._header_ends,
                    "on_headers_finished": self._headers_end,
                    "on_part_data": self._data,
                    "on_end": self._ends,
                },
            )
        except FormParserError as error:
            raise UploadBrokenOff from error

    def write(self, chunk: bytes) -> None:
        """Parse a piece of the body."""
        if chunk:
            self._parser.write(chunk)

    def taken(self) -> list[bytes]:
        """Return what came of the file since the last time."""
        held, self._held = self._held, []
        return held

    def _part_begins(self) -> None:
        self._parts += 1
        if self._parts > 1:
            raise file_refused(FileMissing, _ONE_FILE)

    def _header_goes_on(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _value_goes_on(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_ends(self) -> None:
        header, value = self._header.lower(), self._value.decode("latin-1")
        self._header = self._value = b""
        if header == b"content-disposition":
            self._disposition = value
        if header == b"content-type":
            self.media_type = value

    def _headers_end(self) -> None:
        _, options = parse_options_header(self._disposition)
        name = options.get(b"filename", b"")
        if options.get(b"name") != PART.encode() or not name or not self.media_type:
            raise file_refused(FileMissing, _ONE_FILE)
        self.name = name.decode("latin-1")
        self.in_file = True

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._held.append(data[start:end])

    def _ends(self) -> None:
        self.ended = True


_ONE_FILE = Text(
    az="Faylı `multipart/form-data` ilə, `file` adlı yeganə hissədə, adı və növü ilə göndərin.",
    en="Send the file as `multipart/form-data` in one part named `file`, with its name and type.",
)
