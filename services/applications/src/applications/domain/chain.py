"""The chain of a case's history: each line carries a digest over itself and the line before it.

Whoever changes, removes or swaps lines behind the service's back leaves a line that does not fit.
The digest has a key, so that who can write to the database cannot make one; which key is told by
the line. Lines from before there was a key have a digest without one, at the beginning of a case.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol

BEGINNING = bytes(32)
"""What stands before the first line."""


@dataclass(frozen=True, slots=True)
class Link:
    """A line as it is stored; the note is sealed, so the digest says nothing of it."""

    case_id: str
    version: int
    action: str
    actor: str
    at: datetime
    from_state: str
    state: str
    details: Mapping[str, object]
    sealed_note: bytes | None
    recorded_at: datetime


class Fault(StrEnum):
    """What is wrong with a line."""

    MISSING = "is missing"
    ALTERED = "does not fit the line before it: one of the two was changed"
    BEYOND = "is beyond the version of its case"
    WITHOUT_KEY = "has a digest without a key, which anybody can make"
    KEY_UNKNOWN = "names a key that this service does not hold"


@dataclass(frozen=True, slots=True)
class Misfit:
    """The first line that does not fit."""

    case_id: str
    version: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class Read:
    """What one row of the walk says: a case, its version, and a line with its digest if any."""

    case_id: str
    case_version: int
    link: Link | None
    digest: bytes | None
    key_id: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """How far the walk has come in a case, and how far it has to go."""

    case_id: str
    case_version: int
    version: int = 0
    digest: bytes = BEGINNING
    keyed: bool = False


class Digests(Protocol):
    """Makes digests with the keys of the service."""

    def __call__(self, key_id: str | None, content: bytes) -> bytes | None:
        """Return the digest with a key, without one for None; None when there is no such key."""


def content_of(before: bytes, link: Link) -> bytes:
    """Return what the digest of a line is over, after the line whose digest is ``before``."""
    return before + _canonical(link)


def followed(head: Head | None, read: Read, digests: Digests) -> Head | Misfit:
    """Take the next row of a walk ordered by case and version; return what does not fit, if so."""
    if head is None or head.case_id != read.case_id:
        left_out = None if head is None else unfinished(head)
        if left_out is not None:
            return left_out
        head = Head(read.case_id, read.case_version)
    link = read.link
    if link is None or link.version != head.version + 1:
        return Misfit(head.case_id, head.version + 1, Fault.MISSING)
    if link.version > read.case_version:
        return Misfit(head.case_id, link.version, Fault.BEYOND)
    digest = digests(read.key_id, content_of(head.digest, link))
    if digest is None:
        return Misfit(head.case_id, link.version, Fault.KEY_UNKNOWN)
    fault = _fault_of(head, read, digest)
    if fault is not None:
        return Misfit(head.case_id, link.version, fault)
    return Head(
        head.case_id, read.case_version, link.version, digest, keyed=read.key_id is not None
    )


def _fault_of(head: Head, read: Read, digest: bytes) -> Fault | None:
    """Return what is wrong with the digest of a line, given the one it should have."""
    if head.keyed and read.key_id is None:
        return Fault.WITHOUT_KEY
    return None if digest == read.digest else Fault.ALTERED


def unfinished(head: Head) -> Misfit | None:
    """Return the line a case still owes after its last, None when its history is whole."""
    if head.version >= head.case_version:
        return None
    return Misfit(head.case_id, head.version + 1, Fault.MISSING)


def _canonical(link: Link) -> bytes:
    """Write a line in one way only: sorted names, no spaces, instants in UTC."""
    written = {
        "action": link.action,
        "actor": link.actor,
        "at": _instant(link.at),
        "case_id": link.case_id,
        "details": dict(link.details),
        "from_state": link.from_state,
        "recorded_at": _instant(link.recorded_at),
        "sealed_note": None if link.sealed_note is None else link.sealed_note.hex(),
        "state": link.state,
        "version": link.version,
    }
    return json.dumps(written, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
