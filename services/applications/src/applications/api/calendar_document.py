"""From the calendar to the documents its readers get."""

from collections.abc import Iterable

from applications.api.calendar_models import (
    CalendarPublic,
    CalendarVersionLinePublic,
    CalendarVersionPublic,
    CentreHoursPublic,
    ComparisonPublic,
    DayPublic,
    DifferencePublic,
    HeldCasePublic,
    SignaturePublic,
)
from applications.domain.calendar.versions import Standing, VersionContent
from applications.domain.calendar.working_calendar import DayKind, OfficeHours
from applications.storage.replanning import HeldCase
from applications.use_cases.compare_calendar import Comparison
from applications.use_cases.read_calendar import VersionLine, VersionView, YearView


def calendar_document(view: YearView) -> CalendarPublic:
    """Build the document of a year."""
    return CalendarPublic(
        year=view.year,
        version=view.version,
        signed=view.signed,
        days=[
            DayPublic(
                day=row.day,
                kind=DayKind(row.kind).value,
                name=row.name,
                decree=row.decree,
                version=row.version,
            )
            for row in view.days
        ],
        centres=_centres(view.hours.items()),
    )


def version_document(view: VersionView) -> CalendarVersionPublic:
    """Build the document of a version."""
    row, content, standing = view.row, view.content, view.standing
    return CalendarVersionPublic(
        version=row.version,
        state=standing.state.value,
        source=content.source,
        made_at=row.made_at,
        made_by=row.made_by,
        in_force_at=row.in_force_at,
        signatures=_signatures(standing),
        years=list(content.years),
        days=[
            DayPublic(
                day=each.day,
                kind=each.kind.value,
                name=each.name,
                decree=each.decree,
                version=row.version,
            )
            for each in content.days
        ],
        centres=_centres((each.centre, each.hours) for each in content.centres),
    )


def version_line(line: VersionLine) -> CalendarVersionLinePublic:
    """Build the line of a version in a list."""
    row = line.row
    return CalendarVersionLinePublic(
        version=row.version,
        state=line.standing.state.value,
        source=row.source,
        made_at=row.made_at,
        made_by=row.made_by,
        in_force_at=row.in_force_at,
        signatures=_signatures(line.standing),
        years=list(row.years),
    )


def content_document(content: VersionContent) -> dict[str, object]:
    """Return a version as somebody would send it (``CalendarInput``)."""
    return {
        "source": content.source,
        "years": list(content.years),
        "days": [
            {
                "day": each.day.isoformat(),
                "kind": each.kind.value,
                "name": each.name,
                "decree": each.decree,
            }
            for each in content.days
        ],
        "centres": [
            each.model_dump()
            for each in _centres((each.centre, each.hours) for each in content.centres)
        ],
    }


def comparison_document(found: Comparison) -> ComparisonPublic:
    """Build the document of a comparison."""
    return ComparisonPublic(
        version=found.version,
        source=found.source,
        years=list(found.years),
        agrees=not found.differences,
        differences=[
            DifferencePublic(
                day=each.day,
                kind=each.kind and each.kind.value,
                published_kind=each.published_kind and each.published_kind.value,
                published_name=each.published_name,
                certain=each.certain,
            )
            for each in found.differences
        ],
    )


def held_case(case: HeldCase) -> HeldCasePublic:
    """Show a case that waits for an officer's name."""
    return HeldCasePublic(
        case_id=case.case_id,
        case_number=case.number,
        version=case.version,
        state=case.state,
        office=case.office,
        due_on=case.due_on,
        calendar_version=case.calendar_version,
        calendar_offered=case.calendar_offered,
    )


def _signatures(standing: Standing) -> list[SignaturePublic]:
    return [SignaturePublic(signer=each.signer, at=each.at) for each in standing.signatures]


def _centres(hours: Iterable[tuple[str, OfficeHours]]) -> list[CentreHoursPublic]:
    return [
        CentreHoursPublic(
            centre=centre,
            opens=f"{each.opens:%H:%M}",
            closes=f"{each.closes:%H:%M}",
            weekdays=list(each.weekdays),
        )
        for centre, each in sorted(hours, key=lambda pair: pair[0])
    ]
