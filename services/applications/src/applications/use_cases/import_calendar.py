"""Take in a version of the calendar: it moves nothing until two people have signed it."""

from datetime import datetime

from applications.domain.calendar.versions import VersionContent, version_faults
from applications.domain.faults import refuse
from applications.storage import calendars
from applications.use_cases.read_calendar import VersionView, view_version
from shared.database import Session


async def import_calendar(
    session: Session, content: VersionContent, *, made_by: str, at: datetime
) -> VersionView:
    """Store what somebody typed from a decree as the next version; raises all its faults (422)."""
    await calendars.one_writer(session)
    newest = await calendars.newest_in_force(session)
    refuse(version_faults(content, await calendars.read_at(session, newest)))
    number = await calendars.newest_version(session) + 1
    row = await calendars.add_version(session, number, content, made_by=made_by, at=at)
    return await view_version(session, row)
