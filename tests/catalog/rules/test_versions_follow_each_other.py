from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.publishing.versions import Validity, ValidityRefused, next_validity

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
INSTANTS = st.integers(min_value=0, max_value=10**6).map(lambda hour: NOW + timedelta(hours=hour))


def test_the_first_version_is_in_force_from_the_day_the_editor_names_in_baku() -> None:
    assert next_validity([], valid_on=date(2019, 12, 16), now=NOW) == Validity(
        1, datetime(2019, 12, 15, 20, 0, tzinfo=UTC), None, NOW
    )


def test_without_a_day_a_version_is_in_force_from_its_publication() -> None:
    assert next_validity([], valid_on=None, now=NOW) == Validity(1, NOW, None, NOW)


def test_the_day_of_an_earlier_version_means_nothing_for_the_next_one() -> None:
    first = next_validity([], valid_on=date(2019, 12, 16), now=NOW)

    second = next_validity([first], valid_on=date(2019, 12, 16), now=NOW)

    assert second == Validity(2, NOW, None, NOW)


def test_a_version_may_be_planned_for_a_day_to_come() -> None:
    first = next_validity([], valid_on=None, now=NOW)

    planned = next_validity([first], valid_on=date(2026, 4, 1), now=NOW + timedelta(days=1))

    assert planned.version == 2
    assert planned.valid_from == datetime(2026, 3, 31, 20, 0, tzinfo=UTC)


def test_a_version_is_planned_at_most_a_year_ahead() -> None:
    with pytest.raises(ValidityRefused, match="valid_from"):
        next_validity([], valid_on=date(2062, 4, 1), now=NOW)


@pytest.mark.parametrize("day", [date(2026, 4, 1), date(2026, 3, 20), None])
def test_a_mistake_in_a_planned_version_is_corrected_before_it_begins(day: date | None) -> None:
    first = next_validity([], valid_on=None, now=NOW)
    soon = NOW + timedelta(days=1)
    planned = next_validity([first], valid_on=date(2026, 4, 1), now=soon)

    corrected = next_validity([first, planned], valid_on=day, now=soon + timedelta(hours=1))

    assert corrected.version == 3
    assert soon < corrected.valid_from <= planned.valid_from


def test_a_clock_behind_the_version_before_is_noticed() -> None:
    with pytest.raises(ValidityRefused):
        next_validity([Validity(1, NOW, None, NOW)], valid_on=None, now=NOW - timedelta(days=1))


@given(st.lists(INSTANTS, min_size=1, max_size=6, unique=True))
def test_versions_count_up_and_each_begins_after_the_one_before(moments: list[datetime]) -> None:
    versions: list[Validity] = []
    for moment in sorted(moments):
        versions.append(next_validity(versions, valid_on=None, now=moment))

    assert [version.version for version in versions] == list(range(1, len(moments) + 1))
    assert [version.valid_from for version in versions] == sorted(moments)
