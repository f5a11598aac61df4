"""Terms that can be counted: each way of counting knows some units, and no term lasts for ever."""

from collections.abc import Iterator, Mapping, Sequence

from catalog.domain.code_lists import CodeLists
from catalog.domain.publishing.contradiction import Contradiction
from catalog.domain.publishing.passport import (
    DurationRuns,
    DurationUnit,
    PassportContent,
    StepKind,
)
from shared.texts import Text

UNITS: Mapping[DurationRuns, Sequence[DurationUnit]] = {
    DurationRuns.CALENDAR: (DurationUnit.DAY, DurationUnit.MONTH),
    DurationRuns.WORKING_DAYS: (DurationUnit.DAY,),
    DurationRuns.OFFICE_HOURS: (DurationUnit.MINUTE, DurationUnit.HOUR, DurationUnit.DAY),
    DurationRuns.CONTINUOUS: tuple(DurationUnit),
}
_DAY = 24 * 60
_MINUTES: Mapping[DurationUnit, int] = {
    DurationUnit.MINUTE: 1,
    DurationUnit.HOUR: 60,
    DurationUnit.DAY: _DAY,
    DurationUnit.MONTH: 31 * _DAY,
}
_LONGEST = 3660 * _DAY
_LONGEST_MARGIN = 250
"""Working days of about a year: no notice goes earlier than that before its day."""


def term_faults(content: PassportContent, _lists: CodeLists) -> Iterator[Contradiction]:
    """Find terms that mean nothing: half an hour of working days, or no time at all."""
    for name, term in (
        ("total_duration", content.total_duration),
        ("front_office_duration", content.front_office_duration),
        ("back_office_duration", content.back_office_duration),
    ):
        if term is None:
            continue
        if term.unit not in UNITS[term.runs]:
            detail = Text(
                az="Bu hesablama ilə yalnız bu vahidlər sayılır: {units}.",
                en="Counted this way a term has one of these units: {units}.",
            )
            units = ", ".join(unit.value for unit in UNITS[term.runs])
            yield Contradiction(
                f"/durations/{name}/runs", "unit-not-counted", detail.filled(units=units)
            )
        if not 0 < term.value * _MINUTES[term.unit] <= _LONGEST:
            detail = Text(
                az="Müddət sıfırdan çox, on ildən az olmalıdır.",
                en="A term is more than nothing and less than ten years.",
            )
            yield Contradiction(f"/durations/{name}/value", "term-without-sense", detail)


def margin_faults(content: PassportContent, _lists: CodeLists) -> Iterator[Contradiction]:
    """Find margins of a notice that reach back further than any term is worked on."""
    for step in content.steps:
        margin = step.params.get("margin_working_days")
        if step.kind is not StepKind.NOTIFY or type(margin) is not int or margin <= _LONGEST_MARGIN:
            continue
        detail = Text(
            az="Bildirişin ehtiyat vaxtı {days} iş günündən çox ola bilməz.",
            en="The margin of a notice is no more than {days} working days.",
        )
        yield Contradiction(
            f"/steps/{step.id}/params/margin_working_days",
            "margin-without-sense",
            detail.filled(days=str(_LONGEST_MARGIN)),
        )
