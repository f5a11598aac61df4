"""Stand for a version of the calendar; with the second person it is in force."""

from datetime import datetime

from applications.domain.calendar_faults import VersionMissing
from applications.domain.calendar_versions import Signature, will_be_in_force
from applications.storage import calendars
from applications.use_cases.read_calendar import VersionView, view_version
from shared.database import Session


async def sign_calendar(
    session: Session, version: int, *, signer: str, at: datetime
) -> VersionView:
    """Sign as ``signer`` (``role:subject``).

    Raises VersionMissing, VersionInForce, VersionOvertaken and AlreadySigned. Cases opened from
    then on count on the version; a job brings it to those that are open.
    """
    await calendars.one_writer(session)
    row = await calendars.get(session, version)
    if row is None:
        raise VersionMissing
    standing = await calendars.standing_of(session, row)
    if will_be_in_force(standing, signer):
        row.in_force_at = at
    await calendars.sign(session, row, Signature(signer, at))
    return await view_version(session, row)
