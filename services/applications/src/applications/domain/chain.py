"""The chain of a case's history: each line carries a digest over itself and the line before it.

Whoever changes, removes or swaps lines behind the service's back leaves a line that does not fit.
The digest has a key, so that who can write to the database cannot make one; which key is told by
the line. Lines from before there was a key have a digest without one, at the beginning of a case.
What the case and its decision say now must be what the lines tell: a refusal made a grant in these
rows alone is noticed too.
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


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as its row holds it, and as the line it was made with tells it."""

    number: str
    outcome: str
    ground: str | None
    signer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """What is stored of a case beside its history, and must agree with it."""

    version: int
    state: str
    decided: Decided | None = None


class Fault(StrEnum):
    """What is wrong with a line."""

    MISSING = "is missing"
    ALTERED = "does not fit the line before it: one of the two was changed"
    BEYOND = "is beyond the version of its case"
    WITHOUT_KEY = "has a digest without a key, which anybody can make"
    KEY_UNKNOWN = "names a key that this service does not hold"
    STATE = "leads to another state than the case is in: the case was changed"
    DECISION = "is the last, and no line tells the decision that is kept: it was changed"


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
    case: Kept
    link: Link | None
    digest: bytes | None
    key_id: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """How far the walk has come in a case, and how far it has to go."""

    case_id: str
    case: Kept
    version: int = 0
    digest: bytes = BEGINNING
    keyed: bool = False
    state: str | None = None
    decided: Decided | None = None


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
        misfit = None if head is None else misfit_at_the_end(head)
        if misfit is not None:
            return misfit
        head = Head(read.case_id, read.case)
    link = read.link
    if link is None or link.version != head.version + 1:
        return Misfit(head.case_id, head.version + 1, Fault.MISSING)
    if link.version > read.case.version:
        return Misfit(head.case_id, link.version, Fault.BEYOND)
    digest = digests(read.key_id, content_of(head.digest, link))
    if digest is None:
        return Misfit(head.case_id, link.version, Fault.KEY_UNKNOWN)
    fault = _fault_of(head, read, digest)
    if fault is not None:
        return Misfit(head.case_id, link.version, fault)
    return Head(
        head.case_id,
        read.case,
        link.version,
        digest,
        keyed=read.key_id is not None,
        state=link.state,
        decided=_decided(link) or head.decided,
    )


def _fault_of(head: Head, read: Read, digest: bytes) -> Fault | None:
    """Return what is wrong with the digest of a line, given the one it should have."""
    if head.keyed and read.key_id is None:
        return Fault.WITHOUT_KEY
    return None if digest == read.digest else Fault.ALTERED


def misfit_at_the_end(head: Head) -> Misfit | None:
    """Return what does not fit after the last line of a case, None when its history is whole.

    A line is owed, or the case or its decision says what no line tells.
    """
    if head.version < head.case.version:
        return Misfit(head.case_id, head.version + 1, Fault.MISSING)
    if head.state != head.case.state:
        return Misfit(head.case_id, head.version, Fault.STATE)
    if head.decided != head.case.decided:
        return Misfit(head.case_id, head.version, Fault.DECISION)
    return None


def _decided(link: Link) -> Decided | None:
    """Return the decision a line tells: ``grant`` and ``refuse`` name its number."""
    number = link.details.get("decision")
    if number is None:
        return None
    ground = link.details.get("ground")
    return Decided(
        str(number), link.state, None if ground is None else str(ground), link.actor, link.at
    )


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
