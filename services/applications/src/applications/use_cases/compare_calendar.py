"""Compare a version of the calendar with published holidays: a second pair of eyes before signing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from applications.domain.calendar.versions import over
from applications.domain.calendar.working_calendar import DayKind, WorkCalendar
from applications.storage import calendars
from applications.use_cases.published_holidays import SOURCE, ProposedDay, proposed_days
from applications.use_cases.read_calendar import VersionView, read_version
from shared.database import Session


@dataclass(frozen=True, slots=True)
class Difference:
    """A day that is not the same in both; ``kind`` is None where it is a day of the plain week.

    ``certain`` is false where the published day is only foreseen.
    """

    day: date
    kind: DayKind | None
    published_kind: DayKind | None
    published_name: str | None
    certain: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The years of a version, day by day against what is published."""

    version: int
    source: str
    years: tuple[int, ...]
    differences: tuple[Difference, ...]


async def compare_calendar(session: Session, version: int) -> Comparison:
    """Compare the years a version touches, as they stand with it; raises VersionMissing."""
    view = await read_version(session, version)
    calendar = over(await calendars.read_at(session, version), view.content, version)
    years = _years(view)
    differences = _differences(calendar, years, proposed_days(years))
    return Comparison(version, SOURCE, tuple(years), tuple(differences))


def _years(view: VersionView) -> list[int]:
    return sorted({*view.content.years, *(each.day.year for each in view.content.days)})


def _differences(
    calendar: WorkCalendar, years: Sequence[int], published: Sequence[ProposedDay]
) -> list[Difference]:
    named = {each.named.day: each for each in published}
    ours = {day: row.kind for day, row in calendar.days.items() if day.year in years}
    found = []
    for day in sorted({*named, *ours}):
        said = named.get(day)
        if calendar.is_working(day) == _works(day, said):
            continue
        found.append(
            Difference(
                day,
                ours.get(day),
                said.named.kind if said else None,
                said.named.name if said else None,
                said.certain if said else True,
            )
        )
    return found


def _works(day: date, said: ProposedDay | None) -> bool:
    if said is None:
        return WorkCalendar().is_working(day)
    return said.named.kind is DayKind.WORKING_DAY
