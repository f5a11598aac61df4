"""What callers send: strict shapes, and texts with a length."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from shared.input_faults import FieldFault
from shared.texts import Text


class Input(BaseModel):
    """A body: a field nobody knows is refused, and no type is bent into another."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Code = Annotated[
    str, StringConstraints(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")
]
"""A code of a list: small letters, digits, hyphens."""

Id = Annotated[str, StringConstraints(min_length=1, max_length=64)]
"""An opaque id, as this or another service gave it."""

SignIn = Annotated[
    str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9._@|:-]*$")
]
"""How a member of staff signs in: it is kept in clear, so no place for a person's name."""


def _readable(text: str) -> str:
    """Refuse what no reader sees: control characters, and those that turn the direction of a line.

    A name that shows backwards is not the name that was checked. Line breaks and tabs of prose stay.
    """
    if _UNSEEN.search(text):
        raise FieldFault("wrong-format", _VISIBLE)
    return text


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\r\n\t]*$"),
    AfterValidator(_readable),
]
"""A name or number on one line."""

Prose = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2000),
    AfterValidator(_readable),
]
"""What a person writes: a reason, a note."""


FIRST_DAY, LAST_DAY = date(1880, 1, 1), date(2199, 12, 31)
"""No paper of anybody alive is older, and no term or mandate is longer."""


def _day(value: object) -> date:
    """Read ``YYYY-MM-DD`` and nothing else: Pydantic would take a number for seconds since 1970."""
    day = None
    if isinstance(value, str) and _DAY.fullmatch(value):
        with suppress(ValueError):
            day = date.fromisoformat(value)
    if day is None:
        raise FieldFault("wrong-format", _A_DAY)
    return within(day, FIRST_DAY, LAST_DAY)


def within(day: date, first: date, last: date) -> date:
    """Return the day; outside the range it is refused, and the range named."""
    if first <= day <= last:
        return day
    raise FieldFault("out-of-range", _BETWEEN.filled(first=first, last=last))


Day = Annotated[date, BeforeValidator(_day)]
"""A date ``YYYY-MM-DD`` that can be counted on from, to both sides."""


def _moment(value: object) -> datetime:
    """Read an instant in UTC with ``Z`` and nothing else."""
    moment = None
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        with suppress(ValueError):
            moment = datetime.fromisoformat(value.removesuffix("Z")).replace(tzinfo=UTC)
    if moment is None:
        raise FieldFault("wrong-format", _AN_INSTANT)
    within(moment.date(), FIRST_DAY, LAST_DAY)
    return moment


Moment = Annotated[datetime, BeforeValidator(_moment)]
"""An instant in UTC, ``YYYY-MM-DDThh:mm:ssZ``."""

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_VISIBLE = Text(
    az="İdarəedici və görünməyən simvolları çıxarın.", en="Remove control and invisible characters."
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z")
_AN_INSTANT = Text(
    az="UTC üzrə vaxt göndərin: İİİİ-AA-GGTss:dd:ssZ.",
    en="Send an instant in UTC: YYYY-MM-DDThh:mm:ssZ.",
)
_BETWEEN = Text(
    az="{first} ilə {last} arasında tarix göndərin.",
    en="Send a date from {first} to {last}.",
)
_A_DAY = Text(
    az="Təqvimdə olan tarix göndərin: İİİİ-AA-GG.", en="Send a date there is: YYYY-MM-DD."
)
