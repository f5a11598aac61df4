"""What callers send: strict shapes, and texts with a length."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


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

Day = Annotated[date, Field(strict=False)]
"""A date ``YYYY-MM-DD``; JSON has no type of its own for it."""
