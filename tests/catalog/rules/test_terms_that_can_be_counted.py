"""A term nobody can count would let no case be opened: it is refused at publication."""

from dataclasses import replace

import pytest

from applications.domain.terms.counting import WAYS
from catalog.domain.publishing.contradictions import contradictions_of
from catalog.domain.publishing.countable import UNITS
from catalog.domain.publishing.passport import Duration, DurationRuns, DurationUnit
from tests.builders.catalog import CHILDCARE, LISTS, content

RUNS, UNIT = DurationRuns, DurationUnit


def faults(term: Duration) -> list[tuple[str, str]]:
    changed = replace(content(CHILDCARE), front_office_duration=term)
    return [(place.pointer, place.code) for place in contradictions_of(changed, LISTS)]


@pytest.mark.parametrize("runs", list(RUNS))
@pytest.mark.parametrize("unit", list(UNIT))
def test_each_way_of_counting_has_its_units(runs: DurationRuns, unit: DurationUnit) -> None:
    refused = [("/durations/front_office_duration/runs", "unit-not-counted")]

    assert faults(Duration(3, unit, runs)) == ([] if unit in UNITS[runs] else refused)


def test_minutes_run_in_office_hours_or_without_a_break() -> None:
    assert [runs for runs in RUNS if UNIT.MINUTE in UNITS[runs]] == [
        RUNS.OFFICE_HOURS,
        RUNS.CONTINUOUS,
    ]


@pytest.mark.parametrize("value", [0, -1, 121, 10**9])
def test_a_term_of_nothing_or_of_more_than_ten_years_is_a_slip(value: int) -> None:
    assert faults(Duration(value, UNIT.MONTH, RUNS.CALENDAR)) == [
        ("/durations/front_office_duration/value", "term-without-sense")
    ]


def test_a_service_without_terms_of_its_offices_has_nothing_to_count_there() -> None:
    unsaid = replace(content(CHILDCARE), front_office_duration=None, back_office_duration=None)

    assert contradictions_of(unsaid, LISTS) == ()


def test_what_the_catalogue_lets_through_the_case_engine_can_count() -> None:
    counted = {runs.value: {unit.value for unit in way.units} for runs, way in WAYS.items()}

    assert {runs.value: {unit.value for unit in units} for runs, units in UNITS.items()} == counted
