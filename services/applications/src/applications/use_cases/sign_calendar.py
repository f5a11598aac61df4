"""Stand for a version of the calendar; with the second person it is in force."""

from datetime import datetime

from applications.domain.calendar.faults import VersionMissing
from applications.domain.calendar.versions import (
    AT_COMMAND_LINE,
    Signature,
    ensure_typed_once,
    will_be_in_force,
)
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


async def sign_at_command_line(
    session: Session, version: int, *, name: str, at: datetime
) -> VersionView:
    """Sign as whoever typed ``name``; of the two signatures at most one is of this kind.

    Raises SignedAtCommandLine besides the faults of ``sign_calendar``.
    """
    await calendars.one_writer(session)
    row = await calendars.get(session, version)
    if row is not None:
        ensure_typed_once(await calendars.standing_of(session, row))
    return await sign_calendar(session, version, signer=f"{AT_COMMAND_LINE}{name}", at=at)
