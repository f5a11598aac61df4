"""The cabinet will never take a message: the case says so, and whoever works on it reads it."""

from applications.domain.advance import unreached
from applications.domain.case import Instant
from applications.storage import cases, messages
from applications.use_cases.casework import Casework
from applications.use_cases.change_case import change_case
from shared.database import Session


async def record_failure(
    session: Session, casework: Casework, case_id: str, request_id: str, at: Instant
) -> bool:
    """Record that the message an event asked for was refused for good (``at.business``: when).

    False when nobody here asked for it, or when what became of it is known already.
    """
    file = await cases.lock(session, casework.vault, case_id)
    if file is None:
        return False
    template = await messages.template_of(session, case_id, request_id)
    advanced = None if template is None else unreached(file.case, template, at)
    if template is None or advanced is None:
        return False
    await messages.set_failed(session, case_id, template, at.business)
    await change_case(session, casework, file, advanced, at)
    return True
