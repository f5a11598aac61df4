"""Two places of a complete passport that do not fit."""

from dataclasses import dataclass

from shared.texts import Text


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two places that do not fit: where (JSON pointer of the editor's file), code, what to do."""

    pointer: str
    code: str
    detail: Text
