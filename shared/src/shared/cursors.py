"""Keyset paging: a cursor says after which row to go on.

It names no person and needs no secret:
what a caller may see is decided by the query, page by page.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict

from shared.errors import DomainError, Kind
from shared.texts import Text

DEFAULT_LIMIT = 20
MAX_LIMIT = 100
MAX_CURSOR = 1024
_LARGEST = 2**63 - 1  # what a bigint holds; U+0000 is what a text of PostgreSQL does not

ItemT = TypeVar("ItemT")
RowT = TypeVar("RowT")


class CursorMalformed(DomainError):
    """The cursor is not one this list gave out (400)."""

    kind: ClassVar[Kind] = Kind.MALFORMED
    code: ClassVar[str] = "cursor-malformed"
    title: ClassVar[Text] = Text(az="Kursor yanlışdır", en="The cursor is malformed")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Siyahını əvvəldən oxuyun və `next` dəyərini dəyişmədən göndərin.",
                en="Read the list from its start and send the value of `next` unchanged.",
            )
        )


class Page(BaseModel, Generic[ItemT]):
    """One page of a list; ``next`` is the cursor of the following page, null on the last."""

    model_config = ConfigDict(frozen=True)

    items: list[ItemT]
    next: str | None


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str | int):
        return value
    raise TypeError(f"{type(value).__name__} has no place in a cursor")


def encode(*values: object) -> str:
    """Return the cursor after the row with these sort values (text, int, date, instant)."""
    text = json.dumps([_plain(value) for value in values], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _typed(value: object, wanted: type) -> object:
    if wanted is datetime and isinstance(value, str):
        instant = datetime.fromisoformat(value)
        if instant.tzinfo is None:
            raise ValueError("an instant has a zone")
        return instant
    if wanted is date and isinstance(value, str):
        return date.fromisoformat(value)
    if wanted is str and isinstance(value, str) and "\0" not in value:
        return value
    if wanted is int and type(value) is int and 0 <= value <= _LARGEST:
        return value
    raise ValueError("not the type this list sorts by")


def decode(cursor: str, *types: type) -> tuple[Any, ...]:
    """Read a cursor back into values of ``types`` (str, int from 0, date, datetime).

    No list sorts by a number below zero or by what may be absent. Raises CursorMalformed for
    anything this list did not give out.
    """
    if len(cursor) > MAX_CURSOR:
        raise CursorMalformed
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        values = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if not isinstance(values, list):
            raise CursorMalformed
        return tuple(_typed(value, wanted) for value, wanted in zip(values, types, strict=True))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise CursorMalformed from error


def next_cursor(
    rows: Sequence[RowT], limit: int, key: Callable[[RowT], Sequence[object]]
) -> str | None:
    """Return the cursor after the ``limit``-th of ``limit + 1`` fetched rows, None on the last page."""
    if len(rows) <= limit:
        return None
    return encode(*key(rows[limit - 1]))


async def _limit(
    limit: Annotated[
        int, Query(ge=1, le=MAX_LIMIT, description="Items on a page.")
    ] = DEFAULT_LIMIT,
) -> int:
    return limit


async def _cursor(
    cursor: Annotated[str | None, Query(description="`next` of the page before.")] = None,
) -> str | None:
    return cursor


LimitDep = Annotated[int, Depends(_limit)]
"""Items on a page: 1 to 100, 20 when the caller does not say."""

CursorDep = Annotated[str | None, Depends(_cursor)]
"""The cursor the caller sent; read it with ``decode``."""
