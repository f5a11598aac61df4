"""The national calendar: read it, import a version, sign it, compare it with what is published."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response, status

from applications.api.calendar_document import (
    calendar_document,
    comparison_document,
    held_case,
    version_document,
    version_line,
)
from applications.api.calendar_models import (
    CalendarInput,
    CalendarPublic,
    CalendarVersionLinePublic,
    CalendarVersionPublic,
    ComparisonPublic,
    HeldCasePublic,
    Year,
)
from applications.api.dependencies import InstantDep, only_query
from applications.domain.calendar.working_calendar import local_date
from applications.use_cases.compare_calendar import compare_calendar
from applications.use_cases.import_calendar import import_calendar
from applications.use_cases.list_held_cases import list_held_cases
from applications.use_cases.read_calendar import (
    VersionView,
    list_versions,
    read_version,
    read_year,
)
from applications.use_cases.sign_calendar import sign_calendar
from shared.cursors import CursorDep, LimitDep, Page, decode, next_cursor
from shared.database import SessionDep
from shared.errors import Kind
from shared.idempotency import StoredAnswer
from shared.identity.caller import Caller, Role
from shared.identity.dependencies import CallerDep, requires
from shared.once import OnceDep
from shared.problems import responses

IMPORT = "POST /v1/calendar/versions"
SIGN = "POST /v1/calendar/versions/{version}/signatures"

router = APIRouter(
    prefix="/v1/calendar",
    tags=["calendar"],
    responses=responses(Kind.UNAUTHENTICATED, Kind.INVALID, Kind.UNAVAILABLE),
)

Importer = Annotated[Caller, Depends(requires(Role.ADMIN))]
Signer = Annotated[Caller, Depends(requires(Role.ADMIN, Role.APPROVER))]
Reader = Annotated[Caller, Depends(requires(Role.ADMIN, Role.APPROVER, Role.AUDITOR))]
Staff = Annotated[Caller, Depends(requires(Role.AGENT, Role.OFFICER, Role.AUDITOR))]


@router.get("", dependencies=[Depends(only_query("year"))])
async def get_calendar(caller: CallerDep, session: SessionDep, year: Year) -> CalendarPublic:
    """Show the days of a year that differ from the plain week, and the hours of the centres."""
    del caller
    return calendar_document(await read_year(session, year))


@router.get(
    "/held-cases",
    responses=responses(Kind.FORBIDDEN, Kind.MALFORMED),
    dependencies=[Depends(only_query("cursor", "limit"))],
)
async def get_held_cases(
    caller: Staff, at: InstantDep, cursor: CursorDep, limit: LimitDep, session: SessionDep
) -> Page[HeldCasePublic]:
    """List the caller's open cases of which a new version would make some date earlier."""
    after = None if cursor is None else str(decode(cursor, str)[0])
    today = local_date(at.business)
    cases = await list_held_cases(session, caller, today, after=after, limit=limit + 1)
    return Page(
        items=[held_case(case) for case in cases[:limit]],
        next=next_cursor(cases, limit, lambda case: (case.case_id,)),
    )


@router.get(
    "/versions",
    responses=responses(Kind.FORBIDDEN, Kind.MALFORMED),
    dependencies=[Depends(only_query("cursor", "limit"))],
)
async def get_versions(
    caller: Reader, cursor: CursorDep, limit: LimitDep, session: SessionDep
) -> Page[CalendarVersionLinePublic]:
    """List the versions of the calendar, the newest first."""
    del caller
    before = None if cursor is None else int(decode(cursor, int)[0])
    lines = await list_versions(session, before=before, limit=limit + 1)
    return Page(
        items=[version_line(line) for line in lines[:limit]],
        next=next_cursor(lines, limit, lambda line: (line.row.version,)),
    )


@router.post(
    "/versions",
    status_code=status.HTTP_201_CREATED,
    response_model=CalendarVersionPublic,
    responses=responses(Kind.FORBIDDEN, Kind.MALFORMED, Kind.TOO_LARGE, Kind.CONFLICT),
)
async def post_version(
    body: CalendarInput, caller: Importer, at: InstantDep, once: OnceDep, session: SessionDep
) -> Response:
    """Import a version from a decree; it moves nothing until two people have signed it."""

    async def make() -> StoredAnswer:
        view = await import_calendar(session, body.content(), made_by=caller.actor, at=at.business)
        return _made(view)

    return await once.answer(session, caller, IMPORT, make)


@router.get("/versions/{version}", responses=responses(Kind.FORBIDDEN, Kind.MISSING))
async def get_version(caller: Reader, session: SessionDep, version: int) -> CalendarVersionPublic:
    """Show a version: what it says, and who stands for it."""
    del caller
    return version_document(await read_version(session, version))


@router.post(
    "/versions/{version}/signatures",
    status_code=status.HTTP_201_CREATED,
    response_model=CalendarVersionPublic,
    responses=responses(Kind.FORBIDDEN, Kind.MISSING, Kind.MALFORMED, Kind.CONFLICT),
)
async def post_signature(
    caller: Signer, at: InstantDep, once: OnceDep, session: SessionDep, version: int
) -> Response:
    """Stand for a version; with the second person it is in force and open cases are planned anew."""

    async def make() -> StoredAnswer:
        view = await sign_calendar(session, version, signer=caller.actor, at=at.business)
        return _made(view)

    return await once.answer(session, caller, SIGN, make)


@router.get("/versions/{version}/comparison", responses=responses(Kind.FORBIDDEN, Kind.MISSING))
async def get_comparison(caller: Reader, session: SessionDep, version: int) -> ComparisonPublic:
    """Compare the years of a version, as they stand with it, with the published holidays."""
    del caller
    return comparison_document(await compare_calendar(session, version))


def _made(view: VersionView) -> StoredAnswer:
    document = version_document(view)
    location = f"/v1/calendar/versions/{document.version}"
    return StoredAnswer(201, {"Location": location}, document.model_dump_json().encode())
