"""Begin with a calendar: what is published of some years, as the first version."""

from collections.abc import Sequence
from datetime import datetime

from applications.domain.calendar.versions import VersionContent
from applications.storage import calendars
from applications.use_cases.import_calendar import import_calendar
from applications.use_cases.published_holidays import SOURCE, proposed_days
from applications.use_cases.read_calendar import VersionView, read_version
from applications.use_cases.sign_calendar import sign_calendar
from shared.database import Session

MADE_BY = "command-line:seed"


async def seed_calendar(
    session: Session, years: Sequence[int], *, signers: Sequence[str], at: datetime
) -> VersionView | None:
    """Store the first version and let ``signers`` sign it; None when there is a version already.

    A year with a day that is only foreseen is not settled by it: its dates are estimates until a
    further version settles the year.
    """
    if await calendars.newest_version(session):
        return None
    made = await import_calendar(session, published(years), made_by=MADE_BY, at=at)
    for signer in signers:
        await sign_calendar(session, made.row.version, signer=signer, at=at)
    return await read_version(session, made.row.version)


def published(years: Sequence[int]) -> VersionContent:
    """Return what is published of some years as a version; foreseen days are in it, too."""
    days = proposed_days(years)
    unsettled = {each.named.day.year for each in days if not each.certain}
    settled = tuple(year for year in years if year not in unsettled)
    return VersionContent(SOURCE, settled, tuple(each.named for each in days))
