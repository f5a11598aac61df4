"""What callers send: strict shapes, and texts with a length."""

import re
from contextlib import suppress
from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

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

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
"""A name or number on one line."""

Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
"""What a person writes: a reason, a note."""


def _day(value: object) -> date:
    """Read ``YYYY-MM-DD`` and nothing else: Pydantic would take a number for seconds since 1970."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    raise FieldFault("wrong-format", _A_DAY)


Day = Annotated[date, BeforeValidator(_day)]
"""A date ``YYYY-MM-DD``."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_A_DAY = Text(
    az="Təqvimdə olan tarix göndərin: İİİİ-AA-GG.", en="Send a date there is: YYYY-MM-DD."
)
