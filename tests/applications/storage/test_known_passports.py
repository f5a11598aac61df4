"""How many published versions a process keeps in memory, and which."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from applications.storage.known_passports import Copy, KnownPassports
from tests.builders.case_passports import passport

CAME = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
COPIES = [Copy(f"service-{number}", 1, CAME) for number in range(3)]


def test_a_copy_that_came_anew_is_another() -> None:
    known = KnownPassports()
    known.keep(COPIES[0], passport())

    assert known.get(COPIES[0]) == passport()
    assert known.get(COPIES[0]._replace(received_at=CAME + timedelta(microseconds=1))) is None


def test_the_version_nobody_has_used_for_longest_goes_first() -> None:
    known = KnownPassports(most=2)
    for number, copy in enumerate(COPIES):
        known.keep(copy, replace(passport(), version=number))
        known.get(COPIES[0])

    assert [known.get(copy) is not None for copy in COPIES] == [True, False, True]
