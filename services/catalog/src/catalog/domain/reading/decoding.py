"""From bytes to text: which encoding, cut or not, or why it is no readable text."""

import codecs
import re
from dataclasses import dataclass

from catalog.domain.reading.report import Remark
from catalog.domain.reading.sentences import error

MAX_BYTES = 5 * 1024 * 1024
"""A passport has a few kilobytes; this leaves room for a whole book of law in field 5."""

_SIGNATURES = (
    (b"PK\x03\x04", "word-document"),
    (b"\xd0\xcf\x11\xe0", "word-document"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_HTML = re.compile(r"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, its line ends single line feeds; ``cut``: the last character is not whole."""

    text: str
    cut: bool


def decode(data: bytes) -> Decoded | Remark:
    """Return the text of a document, or the error that says why it cannot be read.

    UTF-8 with or without a byte order mark, UTF-16 and UTF-32 with one. Bytes that are no text of
    that encoding make the document unreadable: a passport is never read with holes in it.
    """
    if len(data) > MAX_BYTES:
        return error("too-large", megabytes=MAX_BYTES // (1024 * 1024))
    for signature, code in _SIGNATURES:
        if data.startswith(signature):
            return error(code)
    body, encoding = _without_mark(data)
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        text = decoder.decode(body)
    except UnicodeDecodeError as failure:
        return _undecodable(data, body, failure)
    cut = bool(decoder.getstate()[0])
    return _readable(text.replace("\r\n", "\n").replace("\r", "\n"), cut=cut)


def _without_mark(data: bytes) -> tuple[bytes, str]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :], encoding
    return data, "utf-8"


def _undecodable(data: bytes, body: bytes, failure: UnicodeDecodeError) -> Remark:
    if b"\x00" in data[:4096]:
        return error("binary")
    return error("not-utf-8", line=body.count(b"\n", 0, failure.start) + 1)


def _readable(text: str, *, cut: bool) -> Decoded | Remark:
    if len(_CONTROLS.findall(text)) > len(text) // 100:
        return error("binary")
    if _HTML.match(text):
        return error("html")
    return Decoded(_INVISIBLE.sub("", _CONTROLS.sub("", text)), cut=cut)
