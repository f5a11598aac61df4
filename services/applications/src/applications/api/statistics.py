"""Statistics: how many cases were filed, and how they stand."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from applications.api.csv_answers import CSV, csv_answer, prefers_csv
from applications.api.dependencies import InstantDep, only_query
from applications.api.groupings import By, groupings_of
from applications.api.inputs import Day
from applications.domain.statistics.counted_cases import NOWHERE
from applications.domain.statistics.report import Figures, Group, Grouping, Report
from applications.domain.statistics.suppression import FEWEST
from applications.use_cases.read_statistics import Wish, read_statistics
from shared.database import SessionDep
from shared.errors import Kind
from shared.identity.caller import Caller, Role
from shared.identity.dependencies import requires
from shared.problems import responses

QUERY = ("from", "until", "by", "service_id", "channel", "centre", "office")
WITHHELD = "*"
"""What CSV has where JSON has null: a number that is not shown."""

router = APIRouter(
    prefix="/v1/statistics",
    tags=["statistics"],
    responses=responses(Kind.UNAUTHENTICATED, Kind.FORBIDDEN, Kind.INVALID, Kind.UNAVAILABLE),
)

Reader = Annotated[Caller, Depends(requires(Role.OFFICER, Role.AUDITOR))]
Filter = Annotated[str | None, Query(max_length=130)]


class FiguresPublic(BaseModel):
    """Cases filed, and how they stand; null is withheld.

    `submitted` is the sum of `granted`, `refused`, `withdrawn` and `open`. `share_in_term` is the
    part of those decided that were decided within their term; null, too, where none is decided.
    """

    model_config = ConfigDict(frozen=True)

    submitted: int | None
    granted: int | None
    refused: int | None
    withdrawn: int | None
    open: int | None
    decided_in_term: int | None
    decided_late: int | None
    share_in_term: float | None


class StatisticRowPublic(FiguresPublic):
    """One row. What `by` does not name is null; so is a centre while nobody has claimed the case."""

    day: date | None
    service_id: str | None
    channel: str | None
    centre: str | None
    office: str | None


class StatisticsPublic(BaseModel):
    """The report of a period, both days included.

    A number from 1 to 4 is withheld, and as many others as it takes that none can be computed.
    """

    model_config = ConfigDict(frozen=True, validate_by_name=True, serialize_by_alias=True)

    first: date = Field(alias="from")
    until: date
    by: list[Grouping]
    items: list[StatisticRowPublic]
    total: FiguresPublic
    withheld_below: int


@router.get(
    "",
    response_model=StatisticsPublic,
    responses={200: {"content": {CSV: {"schema": {"type": "string"}}}}},
    dependencies=[Depends(only_query(*QUERY))],
)
async def get_statistics(
    caller: Reader,
    at: InstantDep,
    session: SessionDep,
    by: By = None,
    first: Annotated[
        Day | None,
        Query(alias="from", description="First day of filing; of the month if not said."),
    ] = None,
    until: Annotated[
        Day | None, Query(description="Last day of filing; today if not said.")
    ] = None,
    service_id: Filter = None,
    channel: Filter = None,
    centre: Filter = None,
    office: Filter = None,
    accept: Annotated[str | None, Header(description="`text/csv` for a table.")] = None,
) -> Response:
    """Count cases by the day they were filed: an officer those of the office, an auditor all.

    Protected cases are in no statistics. In CSV a withheld number is `*` and there is no total.
    """
    wish = Wish(first, until, groupings_of(by), service_id, channel, centre, office)
    report = await read_statistics(session, caller, wish, at.business)
    if prefers_csv(accept):
        return _csv(report)
    return Response(_json(report), media_type="application/json", headers={"Vary": "Accept"})


def _json(report: Report) -> str:
    period = report.question.period
    document = StatisticsPublic(
        first=period.first,
        until=period.last,
        by=list(report.question.by),
        items=[StatisticRowPublic(**_keys(report, g), **_numbers(f)) for g, f in report.rows],
        total=FiguresPublic(**_numbers(report.total)),
        withheld_below=FEWEST,
    )
    return document.model_dump_json()


def _csv(report: Report) -> Response:
    names = [_COLUMNS[each] for each in report.question.by]
    figures = list(FiguresPublic.model_fields)
    period = report.question.period
    return csv_answer(
        [*names, *figures],
        [[*_texts(group), *_shown(group, found)] for group, found in report.rows],
        filename=f"statistics-{period.first}-{period.last}.csv",
    )


def _keys(report: Report, group: Group) -> dict[str, Any]:
    known = zip(report.question.by, group.keys, strict=True)
    named = {_COLUMNS[each]: None if key == NOWHERE else key for each, key in known}
    return {**dict.fromkeys(_COLUMNS.values()), **named}


def _numbers(figures: Figures) -> dict[str, Any]:
    return {name: getattr(figures, name) for name in FiguresPublic.model_fields}


def _texts(group: Group) -> Sequence[str]:
    return [key.isoformat() if isinstance(key, date) else key for key in group.keys]


def _shown(group: Group, figures: Figures) -> list[object]:
    numbers = _numbers(figures)
    if not group.counts.decided and figures.decided_in_term is not None:
        numbers["share_in_term"] = ""  # of none there is no share, and nothing is withheld
    return [WITHHELD if number is None else number for number in numbers.values()]


_COLUMNS = {
    Grouping.DAY: "day",
    Grouping.SERVICE: "service_id",
    Grouping.CHANNEL: "channel",
    Grouping.CENTRE: "centre",
    Grouping.OFFICE: "office",
}
