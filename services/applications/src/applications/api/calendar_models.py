"""The national calendar as it is sent and answered."""

from datetime import date, time
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
)

from applications.api.inputs import Code, Day, Input, Line, within
from applications.domain.calendar.versions import CentreHours, NamedDay, VersionContent
from applications.domain.calendar.working_calendar import DayKind

MAX_DAYS = 1000
MAX_CENTRES = 500

KindName = Literal["day-off", "working-day"]
Hour = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A wall clock in Baku, ``09:00``."""
FIRST_YEAR, LAST_YEAR = 2000, 2100
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]


def _of_a_year(day: date) -> date:
    return within(day, date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))


CalendarDay = Annotated[Day, AfterValidator(_of_a_year)]
"""A day of a year that has a calendar."""
Weekday = Annotated[int, Field(ge=0, le=6)]


class DayInput(Input):
    """A weekday off, or a day that works although it would not (or did not, so far)."""

    day: CalendarDay
    kind: KindName
    name: Line
    decree: Line


class CentreHoursInput(Input):
    """When a centre is open, where that is not as usual; `weekdays` from 0, Monday, to 6."""

    centre: Code
    opens: Hour
    closes: Hour
    weekdays: Annotated[list[Weekday], Field(min_length=1, max_length=7)]


class CalendarInput(Input):
    """A version of the calendar.

    `source` is the decree it comes from. `years` are those whose every holiday is settled with it: their
    dates are no estimates any more. Days and centres not named stay as they are.
    """

    source: Line
    years: Annotated[list[Year], Field(max_length=20)] = Field(default_factory=list)
    days: Annotated[list[DayInput], Field(max_length=MAX_DAYS)] = Field(default_factory=list)
    centres: Annotated[list[CentreHoursInput], Field(max_length=MAX_CENTRES)] = Field(
        default_factory=list
    )

    def content(self) -> VersionContent:
        """Return what the version says, as the rules see it."""
        return VersionContent(
            source=self.source,
            years=tuple(self.years),
            days=tuple(
                NamedDay(each.day, DayKind(each.kind), each.name, each.decree) for each in self.days
            ),
            centres=tuple(
                CentreHours(
                    each.centre,
                    time.fromisoformat(each.opens),
                    time.fromisoformat(each.closes),
                    tuple(sorted(set(each.weekdays))),
                )
                for each in self.centres
            ),
        )


class _Public(BaseModel):
    model_config = ConfigDict(frozen=True)


class DayPublic(_Public):
    """A day that differs from the plain week, and since which version."""

    day: date
    kind: KindName
    name: str
    decree: str
    version: int


class CentreHoursPublic(_Public):
    """When a centre is open; `weekdays` from 0, Monday, to 6."""

    centre: str
    opens: str
    closes: str
    weekdays: list[int]


class CalendarPublic(_Public):
    """A year as it holds; while nobody has signed it, its dates are estimates."""

    year: int
    version: int
    signed: bool
    days: list[DayPublic]
    centres: list[CentreHoursPublic]


class SignaturePublic(_Public):
    """Who stands for a version, since when."""

    signer: str
    at: AwareDatetime


class CalendarVersionPublic(_Public):
    """A version; it is in force once two different people have signed it.

    `overtaken`: a later one came into force before it was signed.
    """

    version: int
    state: Literal["proposed", "in-force", "overtaken"]
    source: str
    made_at: AwareDatetime
    made_by: str
    in_force_at: AwareDatetime | None
    signatures: list[SignaturePublic]
    years: list[int]
    days: list[DayPublic]
    centres: list[CentreHoursPublic]


class CalendarVersionLinePublic(_Public):
    """A version in a list; what it says is at its own address."""

    version: int
    state: Literal["proposed", "in-force", "overtaken"]
    source: str
    made_at: AwareDatetime
    made_by: str
    in_force_at: AwareDatetime | None
    signatures: list[SignaturePublic]
    years: list[int]


class DifferencePublic(_Public):
    """A day that works in one and not in the other; null is a day of the plain week.

    `certain` is false where the published day is only foreseen.
    """

    day: date
    kind: KindName | None
    published_kind: KindName | None
    published_name: str | None
    certain: bool


class ComparisonPublic(_Public):
    """The years of a version against what is published."""

    version: int
    source: str
    years: list[int]
    agrees: bool
    differences: list[DifferencePublic]


class HeldCasePublic(_Public):
    """A case that stays on its version of the calendar until an officer adopts the later one."""

    case_id: str
    case_number: str
    version: int
    state: str
    office: str | None
    due_on: date
    calendar_version: int
    calendar_offered: int
