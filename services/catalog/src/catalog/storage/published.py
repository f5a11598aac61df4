"""Reading published versions: by instant, by number, by filter; columns where a list is read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, tuple_
from sqlmodel import col, func, or_, select
from sqlmodel.sql.expression import Select

from catalog.domain.publishing.versions import PassportMissing, Validity
from catalog.domain.spelling import key_of
from catalog.storage.tables import PassportVersionRow
from shared.database import Session
from shared.events.passports import Passport
from shared.narrowed import EXAMINED, Narrowed, narrowed


@dataclass(frozen=True, slots=True)
class PassportFilter:
    """What a list of passports is narrowed by; None leaves it open.

    ``query`` is compared with name and printed ID without regard to case, diacritics and
    punctuation. ``modified_after`` compares the instant of publication.
    """

    query: str | None = None
    classification: str | None = None
    channel: str | None = None
    audience: str | None = None
    back_office: str | None = None
    subsystem: str | None = None
    passport_id: str | None = None
    modified_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of the list: names, and codes of fields 3, 6, 10, 11 and 25."""

    service_id: str
    version: int
    name: str
    passport_id: str | None
    classifications: list[str]
    intake_channels: list[str]
    audiences: list[str]
    back_offices: list[str]
    meis_subsystems: list[str]
    valid_from: datetime
    published_at: datetime


@dataclass(frozen=True, slots=True)
class After:
    """The version a page goes on behind."""

    service_id: str
    version: int


_SUMMARY = (
    "service_id",
    "version",
    "name",
    "passport_id",
    "classifications",
    "channels",
    "audiences",
    "back_offices",
    "subsystems",
    "valid_from",
    "published_at",
)
"""The columns of a ``Summary``, in its order."""


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One line of a service's history."""

    validity: Validity
    name: str


async def in_force(session: Session, service_id: str, at: datetime) -> Passport:
    """Return the version in force at an instant; raises PassportMissing."""
    return await _one(
        session,
        col(PassportVersionRow.service_id) == service_id,
        *_in_force(PassportVersionRow, at),
    )


async def between(
    session: Session, service_id: str, begins: datetime, ends: datetime
) -> list[Passport]:
    """Return the versions in force from ``begins`` until before ``ends``, in their order."""
    row = PassportVersionRow
    until = col(row.valid_until)
    query = (
        select(row.content, row.valid_until)
        .where(col(row.service_id) == service_id, col(row.valid_from) < ends)
        .where(or_(until.is_(None), until > begins), until.is_distinct_from(col(row.valid_from)))
        .order_by(col(row.valid_from))
    )
    return [_passport(*found) for found in await session.exec(query)]


async def numbered_version(session: Session, service_id: str, version: int) -> Passport:
    """Return one version; raises PassportMissing."""
    return await _one(
        session,
        col(PassportVersionRow.service_id) == service_id,
        col(PassportVersionRow.version) == version,
    )


async def history(
    session: Session, service_id: str, *, before: int | None, limit: int
) -> list[VersionLine]:
    """Return up to ``limit`` versions of a service, newest first, below number ``before``."""
    row = PassportVersionRow
    columns: Select[int, datetime, datetime | None, str, datetime] = Select(
        col(row.version),
        col(row.valid_from),
        col(row.valid_until),
        col(row.name),
        col(row.published_at),
    )
    query = (
        columns.where(col(row.service_id) == service_id)
        .order_by(col(row.version).desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(col(row.version) < before)
    return [
        VersionLine(Validity(version, valid_from, valid_until, published_at), name)
        for version, valid_from, valid_until, name, published_at in (await session.exec(query))
    ]


async def search(
    session: Session, wanted: PassportFilter, *, at: datetime, after: After | None, limit: int
) -> Narrowed[Summary]:
    """Return up to ``limit`` versions in force at ``at``, by service, behind version ``after``.

    No more than ``EXAMINED`` versions are looked at, of whatever validity.
    """
    found = await session.exec(_page_query(wanted, at, after, limit))
    return narrowed(found.all(), Summary, limit=limit)


def _page_query(
    wanted: PassportFilter, at: datetime, after: After | None, limit: int
) -> Select[*tuple[Any, ...]]:
    """Return the query of one page; its rows are those ``narrowed`` reads a page out of."""
    row = PassportVersionRow
    place = tuple_(col(row.service_id), col(row.version))
    read: Select[*tuple[Any, ...]] = Select(
        *(col(getattr(row, name)) for name in (*_SUMMARY, "valid_until", "search_key"))
    ).order_by(col(row.service_id), col(row.version))
    if after is not None:
        read = read.where(place > tuple_(after.service_id, after.version))
    examined = read.limit(EXAMINED).subquery()
    number = func.row_number().over(order_by=(examined.c.service_id, examined.c.version))
    numbered = Select(*examined.c, number.label("place")).subquery()
    fits = and_(*_in_force(numbered.c, at), *_conditions(numbered.c, wanted))
    return (
        Select(*(numbered.c[name] for name in _SUMMARY), numbered.c.place, fits.label("fits"))
        .where(or_(fits, numbered.c.place == EXAMINED))
        .order_by(numbered.c.service_id, numbered.c.version)
        .limit(limit + 1)
    )


def _in_force(versions: Any, at: datetime) -> tuple[ColumnElement[bool], ...]:
    until = versions.valid_until
    return versions.valid_from <= at, or_(until.is_(None), until > at)


def _conditions(versions: Any, wanted: PassportFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        column.contains([code])
        for column, code in (
            (versions.classifications, wanted.classification),
            (versions.channels, wanted.channel),
            (versions.audiences, wanted.audience),
            (versions.back_offices, wanted.back_office),
            (versions.subsystems, wanted.subsystem),
        )
        if code is not None
    ]
    if wanted.passport_id is not None:
        found.append(versions.passport_id == wanted.passport_id)
    if wanted.modified_after is not None:
        found.append(versions.published_at > wanted.modified_after)
    if wanted.query is not None:
        key = key_of(wanted.query)
        # Nothing but punctuation is part of no name, though it is part of every text.
        found.append(versions.search_key.contains(key, autoescape=True) if key else false())
    return found


async def _one(session: Session, *conditions: ColumnElement[bool]) -> Passport:
    query = select(PassportVersionRow.content, PassportVersionRow.valid_until).where(*conditions)
    row = (await session.exec(query)).first()
    if row is None:
        raise PassportMissing
    return _passport(*row)


def _passport(content: dict[str, Any], valid_until: datetime | None) -> Passport:
    return Passport.model_validate({**content, "valid_until": valid_until})
