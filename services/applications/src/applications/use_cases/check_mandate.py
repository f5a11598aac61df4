"""Record that an agent has looked at the paper somebody acts on, and found it to be of these people."""

from applications.domain import faults
from applications.domain.actions import ConfirmMandate
from applications.domain.advance import advance
from applications.domain.case import Instant
from applications.domain.faults import Fault, refuse
from applications.domain.intake.persons import normalised
from applications.domain.intake.submission import Identifier
from applications.storage import documents, people
from applications.storage.cases import CaseFile
from applications.use_cases.act import Opened
from applications.use_cases.casework import Casework
from applications.use_cases.change_case import change_case
from shared.database import Session
from shared.texts import Text


async def confirm_mandate(
    session: Session,
    casework: Casework,
    opened: Opened,
    request: ConfirmMandate,
    represented: Identifier,
    at: Instant,
) -> CaseFile:
    """Confirm the mandate; ``represented`` is whom the paper names, as the agent reads it there.

    The agent sees the person of the case masked, so that they can only have it from the paper.
    Raises ActionForbidden, ActionBlocked and the faults; nothing is stored then.
    """
    advanced = advance(opened.file.case, opened.actor, request, at)
    refuse(
        [
            *await _person_faults(session, opened.file, represented),
            *await _copy_faults(session, opened, request),
        ]
    )
    return await change_case(session, casework, opened.file, advanced, at)


async def _person_faults(session: Session, file: CaseFile, named: Identifier) -> list[Fault]:
    recorded = (await people.read(session, file.seal)).get(people.CONCERNED)
    if recorded is not None and recorded.identifier == normalised(named):
        return []
    return [Fault(faults.MandateOfAnother, "/represented", _OF_ANOTHER)]


async def _copy_faults(session: Session, opened: Opened, request: ConfirmMandate) -> list[Fault]:
    mandate = opened.file.case.mandate
    if not request.copy or mandate is None or mandate.copy_id is None:
        return []
    if await documents.was_read(session, mandate.copy_id, opened.actor.name):
        return []
    return [Fault(faults.MandateCopyUnread, "/seen", _READ_FIRST)]


_OF_ANOTHER = Text(
    az="Sənəddə müraciətdəki şəxs göstərilməlidir: səhv yazılıbsa düzəldin, sənəd başqasınındırsa rədd edin.",
    en="The paper must name the person of the case: correct what was mistyped, or reject the paper.",
)
_READ_FIRST = Text(
    az="Əvvəlcə yüklənmiş surəti özünüz açıb oxuyun.",
    en="Open and read the uploaded copy yourself first.",
)
