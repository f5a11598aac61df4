"""``/v1/passports``: published passports, for everybody."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from catalog.api.caching import NOT_MODIFIED, cached
from catalog.api.filters import FilterDep
from catalog.api.instants import Instant
from catalog.api.models import PassportSummary, PassportVersion
from catalog.domain.publishing.versions import PassportMissing
from catalog.storage import published
from catalog.storage.published import After
from shared.clock import NowDep
from shared.cursors import CursorDep, CursorMalformed, LimitDep, Page, decode, encode, next_cursor
from shared.database import SessionDep
from shared.errors import Kind
from shared.etags import IfNoneMatchDep
from shared.events.passports import Passport
from shared.identity.dependencies import PUBLIC
from shared.problems import responses

router = APIRouter(prefix="/v1/passports", tags=["passports"], dependencies=[PUBLIC])

_A_MINUTE = 60
_NEWEST_POSSIBLE = 2**31 - 1
_CACHED = {**responses(Kind.MISSING), **NOT_MODIFIED}

AtDep = Annotated[
    Instant | None,
    Query(description="The instant asked about; now when it is not given. RFC 3339."),
]
ServiceId = Annotated[str, Path(description="The catalogue's own key of the service.")]
VersionNumber = Annotated[int, Path(ge=1, le=_NEWEST_POSSIBLE, description="Counts from 1.")]


@router.get(
    "",
    response_model=Page[PassportSummary],
    responses={**responses(Kind.MALFORMED), **NOT_MODIFIED},
    summary="Passports in force",
)
async def list_passports(
    session: SessionDep,
    now: NowDep,
    wanted: FilterDep,
    limit: LimitDep,
    cursor: CursorDep,
    if_none_match: IfNoneMatchDep = None,
) -> Response:
    """List the passports in force now, in the order of `service_id`.

    A page whose filters let few through may be short, even empty, and still go on: `next` tells.
    """
    after = _place_after(cursor) if cursor else None
    found = await published.search(session, wanted, at=now, after=after, limit=limit)
    last = found.goes_on_after
    page = Page[PassportSummary](
        items=[PassportSummary.of(summary) for summary in found.lines],
        next=None if last is None else encode(last.service_id, last.version),
    )
    return cached(page, if_none_match=if_none_match, max_age=_A_MINUTE)


@router.get(
    "/{service_id}", response_model=Passport, responses=_CACHED, summary="The passport in force"
)
async def get_passport(
    service_id: ServiceId,
    session: SessionDep,
    now: NowDep,
    at: AtDep = None,
    if_none_match: IfNoneMatchDep = None,
) -> Response:
    """Return the version in force now, or `at` another instant, with all 27 fields."""
    passport = await published.in_force(session, service_id, at or now)
    return cached(passport, if_none_match=if_none_match, max_age=_A_MINUTE)


@router.get(
    "/{service_id}/versions",
    response_model=Page[PassportVersion],
    responses=_CACHED,
    summary="A service's versions",
)
async def list_passport_versions(
    service_id: ServiceId,
    session: SessionDep,
    limit: LimitDep,
    cursor: CursorDep,
    if_none_match: IfNoneMatchDep = None,
) -> Response:
    """List every version of a service's passport, newest first."""
    before = _version_before(cursor) if cursor else None
    lines = await published.history(session, service_id, before=before, limit=limit + 1)
    if not lines and cursor is None:
        raise PassportMissing
    page = Page[PassportVersion](
        items=[PassportVersion.of(line) for line in lines[:limit]],
        next=next_cursor(lines, limit, lambda line: [line.validity.version]),
    )
    return cached(page, if_none_match=if_none_match, max_age=_A_MINUTE)


@router.get(
    "/{service_id}/versions/{version}",
    response_model=Passport,
    responses=_CACHED,
    summary="One version of a passport",
)
async def get_passport_version(
    service_id: ServiceId,
    version: VersionNumber,
    session: SessionDep,
    if_none_match: IfNoneMatchDep = None,
) -> Response:
    """Return one version with all 27 fields; `valid_until` is null while it is in force."""
    passport = await published.numbered_version(session, service_id, version)
    return cached(passport, if_none_match=if_none_match, max_age=_A_MINUTE)


def _place_after(cursor: str) -> After:
    """Read the cursor of the list (CursorMalformed for what no page gave out)."""
    service_id, version = decode(cursor, str, int)
    return After(service_id, _number(version))


def _version_before(cursor: str) -> int:
    """Read the cursor of a history (CursorMalformed for a number no version bears)."""
    return _number(decode(cursor, int)[0])


def _number(version: int) -> int:
    if not 1 <= version <= _NEWEST_POSSIBLE:
        raise CursorMalformed
    return version
