"""What the inputs of the sandbox have in common."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Fin = Annotated[str, StringConstraints(pattern="^[0-9A-HJ-NP-Z]{7}$")]
"""Seven of 0-9 and A-Z without I and O."""


class StrictInput(BaseModel):
    """An input in which an unknown field is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)
