"""Expected failures, in business words; ``shared.problems`` alone gives them a status."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from shared.texts import Text


class Kind(StrEnum):
    """What sort of failure it is; one kind is one HTTP status."""

    MALFORMED = "malformed"  # 400
    UNAUTHENTICATED = "unauthenticated"  # 401
    FORBIDDEN = "forbidden"  # 403
    MISSING = "missing"  # 404
    CONFLICT = "conflict"  # 409
    STALE = "stale"  # 412
    TOO_LARGE = "too-large"  # 413
    INVALID = "invalid"  # 422
    PRECONDITION_REQUIRED = "precondition-required"  # 428
    TOO_MANY = "too-many"  # 429
    UNAVAILABLE = "unavailable"  # 503


@dataclass(frozen=True, slots=True)
class InputError:
    """One fault of the input: where (JSON pointer), a stable code, and what to do."""

    pointer: str
    code: str
    detail: Text


class DomainError(Exception):
    """A failure the caller can act on.

    ``code`` is stable and documented, ``title`` says what happened, ``detail`` what to do about it.
    No text ever repeats the caller's input. ``members`` are further fields of the problem document,
    for example the unmet guards of a blocked action.
    """

    kind: ClassVar[Kind] = Kind.INVALID
    code: ClassVar[str] = "invalid"
    title: ClassVar[Text] = Text(az="Sorğu qəbul edilmədi", en="The request was not accepted")

    def __init__(
        self,
        detail: Text,
        *,
        errors: Sequence[InputError] = (),
        members: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(f"{self.code}: {detail.en}")
        self.detail = detail
        self.errors = tuple(errors)
        self.members = dict(members or {})
