"""Correct what was recorded of the people of a case: sealed and indexed anew, the old kept sealed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from applications.domain import faults
from applications.domain.actions import Correct
from applications.domain.advance import advance
from applications.domain.calendar.working_calendar import local_date
from applications.domain.case import Instant
from applications.domain.effects.correcting import Correction, correction_faults, roles_of
from applications.domain.faults import Fault, refuse
from applications.domain.intake.persons import normalised
from applications.domain.intake.submission import Identifier, Person
from applications.domain.people.standing import CONCERNED
from applications.storage import evidence, people
from applications.storage.cases import CaseFile
from applications.storage.evidence import Evidence
from applications.use_cases.act import Opened
from applications.use_cases.casework import Casework
from applications.use_cases.change_case import change_case
from applications.use_cases.find_duplicates import find_anew
from shared.database import Session
from shared.texts import Text


async def correct_case(
    session: Session,
    casework: Casework,
    opened: Opened,
    correction: Correction,
    reason: str,
    at: Instant,
) -> CaseFile:
    """Put right what was recorded; what it was before is kept as evidence, under seal.

    Raises ActionForbidden, ActionBlocked and the faults of the correction; nothing is stored then.
    """
    file = opened.file
    right = _normalised(correction)
    request = Correct(right.who, right.fields, reason)
    advanced = advance(file.case, opened.actor, request, at)
    refuse(correction_faults(right, file.case, local_date(at.business)))
    recorded = await people.read(session, file.seal)
    if right.of_person:
        _ensure_a_person(recorded, right)
        for role in roles_of(file.case, right.who):
            corrected = right.applied_to(recorded[role])
            if role == CONCERNED:
                await find_anew(session, casework, file.case, recorded[role], corrected)
            await people.correct(session, file.seal, casework.index, role, corrected)
    _keep(session, file, right, recorded.get(right.who), at)
    return await change_case(session, casework, file, advanced, at)


def _normalised(correction: Correction) -> Correction:
    identifier = correction.identifier
    return replace(correction, identifier=None if identifier is None else normalised(identifier))


def _ensure_a_person(recorded: Mapping[str, Person], right: Correction) -> None:
    if right.who in recorded:
        return
    refuse([Fault(faults.CorrectionInvalid, "/who", _NOBODY, tuple(recorded))])


def _keep(
    session: Session, file: CaseFile, right: Correction, before: Person | None, at: Instant
) -> None:
    """Keep what was recorded and what is right; codes in the open, values under seal."""
    changed = right.of_person
    after = {name: _plain(value) for name, value in changed.items()}
    wrong = {name: _plain(getattr(before, name)) for name in changed}
    noted = {} if right.note is None else {"note": right.note}
    piece = Evidence(
        id=str(uuid4()),
        kind=evidence.CORRECTION,
        data={"who": right.who, "fields": list(right.fields)},
        at=at.business,
        secret={"before": wrong, "after": {**after, **noted}},
    )
    evidence.add(session, file.seal, piece, recorded_at=at.system)


def _plain(value: object) -> Any:
    if isinstance(value, Identifier):
        return {"kind": value.kind.value, "value": value.value}
    return value.isoformat() if isinstance(value, date) else value


_NOBODY = Text(
    az="Müraciətdə bu rolda fiziki şəxs yoxdur.", en="The case has no natural person in this role."
)
