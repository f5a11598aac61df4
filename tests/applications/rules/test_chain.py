"""The chain of a history: what is written one way only, and what does not fit is named."""

import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest

from applications.domain.chain import (
    BEGINNING,
    Decided,
    Fault,
    Head,
    Kept,
    Link,
    Misfit,
    Read,
    content_of,
    followed,
    misfit_at_the_end,
)

AT = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
OFFICER = "officer:rashad"
BAKU = timezone(timedelta(hours=4))
KEYS = {"now": b"n" * 32, "before": b"b" * 32}


def digests(key_id: str | None, content: bytes) -> bytes | None:
    if key_id is None:
        return sha256(content).digest()
    return hmac.digest(KEYS[key_id], content, sha256) if key_id in KEYS else None


def line(version: int, case_id: str = "case-1") -> Link:
    return Link(
        case_id=case_id,
        version=version,
        action="claim",
        actor="agent:leyla",
        at=AT,
        from_state="at-front-office",
        state="at-front-office",
        details={"b": [1, 2], "a": "ə"},
        sealed_note=None,
        recorded_at=AT,
    )


def chained(
    *lines: Link,
    case_version: int | None = None,
    before: bytes = BEGINNING,
    key_id: str | None = "now",
) -> list[Read]:
    """Return the lines as a walk reads them, each with its digest."""
    read = []
    for each in lines:
        before = digests(key_id, content_of(before, each)) or before
        kept = Kept(case_version or len(lines), "at-front-office")
        read.append(Read(each.case_id, kept, each, before, key_id))
    return read


def walked(*reads: Read) -> Misfit | None:
    head: Head | None = None
    for each in reads:
        step = followed(head, each, digests)
        if isinstance(step, Misfit):
            return step
        head = step
    return None if head is None else misfit_at_the_end(head)


def test_what_was_written_in_order_fits() -> None:
    first = chained(line(1), line(2), line(3))
    second = chained(line(1, "case-2"))

    assert walked(*first, *second) is None
    assert walked() is None


def test_a_line_is_written_one_way_whatever_its_zone_and_the_order_of_its_names() -> None:
    same = replace(line(1), at=AT.astimezone(BAKU), details={"a": "ə", "b": [1, 2]})

    assert content_of(BEGINNING, same) == content_of(BEGINNING, line(1))


@pytest.mark.parametrize(
    "change",
    [
        {"case_id": "case-2"},
        {"version": 2},
        {"action": "release"},
        {"actor": "agent:kamran"},
        {"at": AT + timedelta(microseconds=1)},
        {"from_state": "submitted"},
        {"state": "submitted"},
        {"details": {}},
        {"sealed_note": b"x"},
        {"recorded_at": AT + timedelta(microseconds=1)},
    ],
)
def test_nothing_of_a_line_can_change_without_its_digest(change: dict[str, object]) -> None:
    changed = replace(line(1), **change)  # type: ignore[arg-type]  # each is a field of Link

    assert content_of(BEGINNING, changed) != content_of(BEGINNING, line(1))


def test_whoever_rewrites_a_line_and_its_digest_leaves_a_next_line_that_does_not_fit() -> None:
    first, second, third = chained(line(1), line(2), line(3))
    assert first.digest is not None
    forged = replace(line(2), actor="agent:nobody")
    second = replace(second, link=forged, digest=digests("now", content_of(first.digest, forged)))

    assert walked(first, second, third) == Misfit("case-1", 3, Fault.ALTERED)


def test_a_gap_a_missing_end_and_a_line_too_many_are_named() -> None:
    first, second, third = chained(line(1), line(2), line(3))

    assert walked(first, third) == Misfit("case-1", 2, Fault.MISSING)
    assert walked(second, third) == Misfit("case-1", 1, Fault.MISSING)
    assert walked(first, second) == Misfit("case-1", 3, Fault.MISSING)
    assert walked(first, *chained(line(1, "case-2"))) == Misfit("case-1", 2, Fault.MISSING)
    assert walked(Read("case-1", Kept(1, "submitted"), None, None)) == Misfit(
        "case-1", 1, Fault.MISSING
    )
    one_too_many = chained(line(1), line(2), case_version=1)
    assert walked(*one_too_many) == Misfit("case-1", 2, Fault.BEYOND)


def refused_for_good() -> tuple[Read, Read]:
    """Return the history of a case that was refused, as a walk reads it."""
    told: dict[str, object] = {"decision": "R-7", "ground": "not-insured"}
    refusal = replace(line(2), action="refuse", state="refused", details=told, actor=OFFICER)
    kept = Kept(2, "refused", Decided("R-7", "refused", "not-insured", OFFICER, AT))
    first, second = chained(line(1), refusal)
    return replace(first, case=kept), replace(second, case=kept)


def test_a_case_and_its_decision_are_what_their_lines_tell() -> None:
    assert walked(*refused_for_good()) is None


@pytest.mark.parametrize(
    "change",
    [
        {"number": "R-8"},
        {"outcome": "granted"},
        {"ground": None},
        {"signer": "officer:nobody"},
        {"at": AT + timedelta(days=1)},
    ],
)
def test_a_decision_that_was_changed_beside_its_history_is_named(
    change: dict[str, object],
) -> None:
    reads = refused_for_good()
    decided = reads[0].case.decided
    assert decided is not None
    other = replace(decided, **change)  # type: ignore[arg-type]  # each is a field of Decided
    changed = [replace(each, case=replace(each.case, decided=other)) for each in reads]
    removed = [replace(each, case=replace(each.case, decided=None)) for each in reads]

    assert walked(*changed) == Misfit("case-1", 2, Fault.DECISION)
    assert walked(*removed) == Misfit("case-1", 2, Fault.DECISION)


def test_a_case_that_is_in_another_state_than_its_last_line_led_to_is_named() -> None:
    reads = [replace(each, case=replace(each.case, state="granted")) for each in refused_for_good()]

    assert walked(*reads) == Misfit("case-1", 2, Fault.STATE)
    assert walked(*reads, *chained(line(1, "case-2"))) == Misfit("case-1", 2, Fault.STATE)


def test_lines_of_before_there_was_a_key_are_followed_by_lines_with_one() -> None:
    old = chained(line(1), line(2), case_version=3, key_id=None)
    assert old[-1].digest is not None
    new = chained(line(3), case_version=3, before=old[-1].digest)

    assert walked(*old, *new) is None


def test_lines_of_an_older_key_fit_as_long_as_the_service_holds_it() -> None:
    old = chained(line(1), case_version=2, key_id="before")
    assert old[-1].digest is not None
    new = chained(line(2), case_version=2, before=old[-1].digest)

    assert walked(*old, *new) is None
    unknown = replace(new[0], key_id="lost")
    assert walked(*old, unknown) == Misfit("case-1", 2, Fault.KEY_UNKNOWN)


def test_who_has_no_key_cannot_rewrite_a_case_to_its_end() -> None:
    kept = chained(line(1), line(2), line(3))
    assert kept[0].digest is not None
    forged = [replace(line(2), actor="agent:nobody"), line(3)]
    rewritten = chained(*forged, case_version=3, before=kept[0].digest, key_id=None)
    with_its_name = [replace(each, key_id="now") for each in rewritten]

    assert walked(kept[0], *rewritten) == Misfit("case-1", 2, Fault.WITHOUT_KEY)
    assert walked(kept[0], *with_its_name) == Misfit("case-1", 2, Fault.ALTERED)
