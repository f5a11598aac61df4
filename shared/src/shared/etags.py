"""Versions at the edge: ``ETag`` on what is read, ``If-Match`` on what is changed (RFC 9110, 13.1)."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from fastapi import Depends, Header

from shared.errors import DomainError, Kind
from shared.texts import Text

_STRONG = re.compile(r'"(0|[1-9][0-9]{0,17})"')


class IfMatchMissing(DomainError):
    """The caller must say which version it changes (428)."""

    kind: ClassVar[Kind] = Kind.PRECONDITION_REQUIRED
    code: ClassVar[str] = "if-match-missing"
    title: ClassVar[Text] = Text(az="Versiya göstərilməyib", en="The version is missing")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Əvvəlcə resursu oxuyun və onun ETag dəyərini If-Match başlığında göndərin.",
                en="Read the resource first and send its ETag in the If-Match header.",
            )
        )


class IfMatchMalformed(DomainError):
    """``If-Match`` is not one strong entity tag of ours (400)."""

    kind: ClassVar[Kind] = Kind.MALFORMED
    code: ClassVar[str] = "if-match-malformed"
    title: ClassVar[Text] = Text(az="If-Match başlığı yanlışdır", en="If-Match is malformed")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az='If-Match başlığında bir ETag göndərin, oxuduğunuz kimi: "7".',
                en='Send one ETag in If-Match, exactly as you read it: "7".',
            )
        )


class Stale(DomainError):
    """Another was faster (412): ``done`` tells what they did, never about whom."""

    kind: ClassVar[Kind] = Kind.STALE
    code: ClassVar[str] = "stale"
    title: ClassVar[Text] = Text(
        az="Resurs bu arada dəyişdirilib", en="The resource has changed meanwhile"
    )

    def __init__(self, *, version: int, done: Mapping[str, Any] | None = None) -> None:
        super().__init__(
            Text(
                az="Resursu yenidən oxuyun, dəyişikliyi nəzərdən keçirin və yeni ETag ilə təkrarlayın.",
                en="Read the resource again, look at the change, and repeat with the new ETag.",
            ),
            members={"current_etag": etag_of(version), "done": dict(done) if done else None},
        )


def etag_of(version: int) -> str:
    """Return the strong entity tag of a version: ``"7"`` with its quotes."""
    return f'"{version}"'


def version_of(if_match: str | None) -> int:
    """Read the version of an ``If-Match`` value (IfMatchMissing, IfMatchMalformed)."""
    if if_match is None or not if_match.strip():
        raise IfMatchMissing
    match = _STRONG.fullmatch(if_match.strip())
    if match is None:
        raise IfMatchMalformed
    return int(match[1])


def none_match(if_none_match: str | None, etag: str) -> bool:
    """Tell whether the caller already has this version: answer 304 then (weak comparison)."""
    if if_none_match is None:
        return False
    tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return "*" in tags or etag.removeprefix("W/") in tags


async def _if_match(
    if_match: Annotated[
        str | None, Header(description="The ETag read before; 428 without it, 412 when stale.")
    ] = None,
) -> int:
    return version_of(if_match)


IfMatchDep = Annotated[int, Depends(_if_match)]
"""The version the caller means to change."""

IfNoneMatchDep = Annotated[
    str | None, Header(alias="If-None-Match", description="The ETag the caller has: 304 then.")
]
"""The versions the caller has; compare with ``none_match``. Declare it ``= None``."""
