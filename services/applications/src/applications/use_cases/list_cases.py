"""List cases by due date: a work queue for staff, one's own cases for a citizen."""

from datetime import date

from applications.storage import worklist
from applications.storage.visibility import Viewer
from applications.storage.worklist import After, CaseLine, Wanted
from applications.use_cases.acting import known_actor, own_index
from applications.use_cases.casework import Casework
from shared.database import Session
from shared.identity.caller import Caller
from shared.narrowed import Narrowed


async def list_cases(
    session: Session,
    casework: Casework,
    caller: Caller,
    wanted: Wanted,
    today: date,
    *,
    after: After | None,
    limit: int,
) -> Narrowed[CaseLine]:
    """Return up to ``limit`` cases the caller may see; nobody is named in a list."""
    viewer = Viewer(await known_actor(session, caller), today, own_index(casework, caller))
    return await worklist.page(session, viewer, wanted, after=after, limit=limit)
