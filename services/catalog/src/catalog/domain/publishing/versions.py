"""Versions of a passport: each is in force from an instant until the next one's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from shared.errors import DomainError, Kind
from shared.texts import Text

LONGEST_PLAN = timedelta(days=366)
_BAKU = ZoneInfo("Asia/Baku")


@dataclass(frozen=True, slots=True)
class Validity:
    """Version ``version`` is in force in ``valid_from <= instant < valid_until``.

    A planned version whose place another took before it began was never in force: both instants
    are the same.
    """

    version: int
    valid_from: datetime
    valid_until: datetime | None
    published_at: datetime


class PassportMissing(DomainError):
    """No passport of this service, or none in force then, or no such version (404)."""

    kind: ClassVar[Kind] = Kind.MISSING
    code: ClassVar[str] = "passport-missing"
    title: ClassVar[Text] = Text(az="Pasport yoxdur", en="There is no such passport")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Xidmətin açarını, anı və ya versiyanı yoxlayın; siyahı: /v1/passports.",
                en="Check the service, the instant or the version; all are listed at /v1/passports.",
            )
        )


class ValidityRefused(DomainError):
    """A version cannot be in force from the instant asked for (409)."""

    kind: ClassVar[Kind] = Kind.CONFLICT
    code: ClassVar[str] = "validity-refused"
    title: ClassVar[Text] = Text(
        az="Versiyanın qüvvəyəminmə anı uyğun deyil", en="The version cannot be in force from then"
    )


def next_validity(earlier: Sequence[Validity], *, valid_on: date | None, now: datetime) -> Validity:
    """Return the validity of the next version of a service.

    ``valid_on`` is the day in Baku from whose beginning it is in force, None for ``now``; a day to
    come makes it a planned version. It closes the version in force at its own beginning, and takes
    the place of planned ones that would have begun later. Raises ValidityRefused.
    """
    newest = max(earlier, key=lambda validity: validity.version, default=None)
    begun = max((each.valid_from for each in earlier if each.valid_from <= now), default=None)
    if valid_on is not None and begun is not None and _instant(valid_on) <= begun:
        # The editor's file still carries the day of an earlier version.
        valid_on = None
    valid_from = now if valid_on is None else _instant(valid_on)
    if valid_from > now + LONGEST_PLAN:
        raise ValidityRefused(
            Text(
                az="Versiya ən çoxu bir il əvvəldən planlaşdırılır: `valid_from` gününü yoxlayın.",
                en="A version is planned at most a year ahead: check the day of `valid_from`.",
            )
        )
    if newest is not None and (newest.published_at > now or valid_from == begun):
        raise ValidityRefused(
            Text(
                az="Əvvəlki versiya bundan sonra qüvvəyə minib: saatı yoxlayın.",
                en="The version before is in force from a later instant: check the clock.",
            )
        )
    return Validity((newest.version if newest else 0) + 1, valid_from, None, now)


def _instant(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=_BAKU).astimezone(UTC)
