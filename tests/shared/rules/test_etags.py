"""Who changes something says which version they saw."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Kind
from shared.etags import (
    IfMatchMalformed,
    IfMatchMissing,
    Stale,
    etag_of,
    none_match,
    version_of,
)


@given(st.integers(min_value=0, max_value=10**15))
def test_the_etag_that_was_read_is_the_version_that_is_changed(version: int) -> None:
    assert version_of(etag_of(version)) == version


@pytest.mark.parametrize("sent", [None, "", "  "])
def test_a_change_without_a_version_is_refused(sent: str | None) -> None:
    with pytest.raises(IfMatchMissing):
        version_of(sent)


@pytest.mark.parametrize(
    "sent",
    ["*", "7", 'W/"7"', '"7", "8"', '"seven"', '"-1"', '"07"', '"' + "9" * 40 + '"', '"\u0667"'],
)
def test_a_version_that_is_not_one_strong_etag_is_malformed(sent: str) -> None:
    with pytest.raises(IfMatchMalformed):
        version_of(sent)


def test_who_was_too_slow_learns_what_the_other_did() -> None:
    stale = Stale(version=8, done={"action": "forward", "actor": "agent:leyla"})

    assert stale.kind is Kind.STALE
    assert stale.members == {
        "current_etag": '"8"',
        "done": {"action": "forward", "actor": "agent:leyla"},
    }


@pytest.mark.parametrize(
    ("sent", "has_it"),
    [
        (None, False),
        ('"7"', True),
        ('W/"7"', True),
        ('"6", "7"', True),
        ("*", True),
        ('"8"', False),
    ],
)
def test_who_has_the_version_already_need_not_get_it_again(sent: str | None, has_it: bool) -> None:
    assert none_match(sent, '"7"') is has_it
