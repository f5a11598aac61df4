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
from applications.domain.intake.submission import Identifier, Organisation, Person
from applications.domain.people.standing import CONCERNED
from applications.domain.terms.telling import with_strays
from applications.storage import evidence, messages, people
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
    recorded = await people.read(session, file.seal)
    organisation = await people.organisation_of(session, file.seal)
    right = _normalised(correction).of_what_differs(recorded.get(correction.who), organisation)
    request = Correct(right.who, right.fields, reason)
    advanced = advance(file.case, opened.actor, request, at)
    refuse(correction_faults(right, file.case, local_date(at.business)))
    if right.of_person:
        await _correct_person(session, casework, file, right, recorded)
    if right.of_organisation:
        await _correct_organisation(session, casework, file, right, organisation)
    _keep(session, file, right, recorded.get(right.who), organisation, at)
    # Whom each message went to was noted; it may be the right one again.
    case = with_strays(advanced.case, await messages.strays_of(session, file.case.id))
    return await change_case(session, casework, file, replace(advanced, case=case), at)


async def _correct_person(
    session: Session,
    casework: Casework,
    file: CaseFile,
    right: Correction,
    recorded: Mapping[str, Person],
) -> None:
    if right.who not in recorded:
        refuse([Fault(faults.CorrectionInvalid, "/who", _NOBODY, tuple(recorded))])
    for role in roles_of(file.case, right.who):
        before = recorded[role]
        corrected = right.applied_to(before)
        if role == CONCERNED:
            wrong, index = (
                people.index_of(casework.index, each.identifier) for each in (before, corrected)
            )
            await find_anew(session, file.case, wrong, index)
        await people.correct(session, file.seal, casework.index, role, corrected)


async def _correct_organisation(
    session: Session,
    casework: Casework,
    file: CaseFile,
    right: Correction,
    before: Organisation | None,
) -> None:
    roles = roles_of(file.case, right.who)
    if before is None or people.APPLICANT not in roles:
        refuse([Fault(faults.CorrectionInvalid, "/organisation", _NO_ORGANISATION)])
        return
    corrected = replace(before, **right.of_organisation)
    if CONCERNED in roles:
        wrong, index = (
            people.organisation_index(casework.index, each) for each in (before, corrected)
        )
        await find_anew(session, file.case, wrong, index)
    for role in roles:
        await people.correct_organisation(session, file.seal, casework.index, role, corrected)


def _normalised(correction: Correction) -> Correction:
    identifier = correction.identifier
    return replace(correction, identifier=None if identifier is None else normalised(identifier))


def _keep(
    session: Session,
    file: CaseFile,
    right: Correction,
    person: Person | None,
    organisation: Organisation | None,
    at: Instant,
) -> None:
    """Keep what was recorded and what is right; codes in the open, values under seal."""
    after = {**right.of_person, **right.of_organisation}
    wrong = {
        **{name: _plain(getattr(person, name)) for name in right.of_person},
        **{name: getattr(organisation, name) for name in right.of_organisation},
    }
    noted = {} if right.note is None else {"note": right.note}
    piece = Evidence(
        id=str(uuid4()),
        kind=evidence.CORRECTION,
        data={"who": right.who, "fields": list(right.fields)},
        at=at.business,
        secret={
            "before": wrong,
            "after": {**{name: _plain(value) for name, value in after.items()}, **noted},
        },
    )
    evidence.add(session, file.seal, piece, recorded_at=at.system)


def _plain(value: object) -> Any:
    if isinstance(value, Identifier):
        return {"kind": value.kind.value, "value": value.value}
    return value.isoformat() if isinstance(value, date) else value


_NOBODY = Text(
    az="Müraciətdə bu rolda fiziki şəxs yoxdur.", en="The case has no natural person in this role."
)
_NO_ORGANISATION = Text(
    az="Təşkilat yalnız müraciət edən kimi düzəldilir: müraciəti təşkilat verməyib.",
    en="An organisation is corrected as the applicant, and here none applied as such.",
)
