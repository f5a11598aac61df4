"""The case as a whole: add it, read it, and save what an action made of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import SQLModel, col, select, update
from sqlmodel.sql.expression import Select

from applications.domain.case import Case
from applications.storage import mandates, messages, passports
from applications.storage.case_mapping import (
    CaseRows,
    case_of,
    case_values,
    requirement_values,
    step_values,
)
from applications.storage.decision_mapping import decision_values
from applications.storage.known_passports import Copy
from applications.storage.sealing import CaseSeal, seal_with
from applications.storage.tables.cases import (
    CaseRow,
    DecisionRow,
    RequirementRow,
    StepRow,
)
from applications.storage.tables.mandates import MandateRow
from applications.storage.tables.passports import PassportCopyRow
from applications.storage.tables.people import CaseKeyRow
from applications.storage.tables.queues import TicketRow
from applications.storage.tables.registry import columns_of
from shared.database import Session
from shared.vault import Vault


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A stored case with the seal of its secrets and the language its messages are in."""

    case: Case
    seal: CaseSeal
    language: str


async def add(session: Session, file: CaseFile, *, due_on: date, recorded_at: datetime) -> None:
    """Add a new case with its mandate, steps and requirements."""
    case = file.case
    row = CaseRow(
        id=case.id,
        number=case.number,
        service_id=case.passport.service_id,
        passport_version=case.passport.version,
        protected=case.passport.handling.protected,
        channel=case.channel,
        relation=case.relation,
        audience=case.audience,
        hours_centre=case.hours_centre,
        filed_at=case.filed_at,
        submitted_by=case.submitted_by,
        submitted_via=case.submitted_via,
        language=file.language,
        recorded_at=recorded_at,
        **case_values(case, due_on, file.seal),
    )
    session.add(row)
    # The parts refer to the case, and nothing but foreign keys tells the session so.
    await session.flush()
    if case.mandate is not None:
        mandates.add(session, case.id, case.mandate)
    await _save_parts(session, file, before=None)


async def version_of(session: Session, case_id: str) -> int | None:
    """Return the version a case has now; None when there is none."""
    query = select(CaseRow.version).where(col(CaseRow.id) == case_id)
    return (await session.exec(query)).first()


async def hold(session: Session, case_id: str) -> None:
    """Let nobody change a case until the transaction ends, while others may read it."""
    await session.exec(
        select(CaseRow.id).where(col(CaseRow.id) == case_id).with_for_update(read=True)
    )


async def read(session: Session, vault: Vault, case_id: str) -> CaseFile | None:
    """Return a case as it stands; None when there is none.

    It is read in several statements. Where nobody holds the case, compare ``version_of``
    afterwards: while the version stands, all that was read belongs together.
    """
    return (await read_all(session, vault, [case_id])).get(case_id)


async def read_all(
    session: Session, vault: Vault, case_ids: Sequence[str]
) -> Mapping[str, CaseFile]:
    """Return the cases of these ids as they stand, in as many statements as one case takes."""
    found = (await session.exec(_WHOLE.where(col(CaseRow.id).in_(case_ids)))).all()
    of_steps, of_requirements = (
        col(kind.case_id).in_(case_ids) for kind in (StepRow, RequirementRow)
    )
    steps = _by_case((await session.exec(_STEPS.where(of_steps))).all())
    requirements = _by_case((await session.exec(_REQUIREMENTS.where(of_requirements))).all())
    told = _by_case(await messages.list_of(session, case_ids))
    kept = await passports.of_copies(session, {_copy(row, came) for row, came, *_ in found})
    files = {}
    for row, _, key, decision, ticket, mandate in found:
        seal = seal_with(vault, key)
        rows = CaseRows(
            case=row,
            steps=steps[row.id],
            requirements=requirements[row.id],
            messages=told[row.id],
            decision=decision,
            ticket=ticket,
            mandate=mandate,
        )
        case = case_of(rows, kept[row.service_id, row.passport_version], seal)
        files[row.id] = CaseFile(case, seal, row.language)
    return files


async def lock(session: Session, vault: Vault, case_id: str) -> CaseFile | None:
    """Return a case nobody else can change until the transaction ends; None when there is none.

    The lock comes in a statement of its own: what is read afterwards is what the holder before
    has committed, in every table alike. Another may still refer to the case: a submission that
    meets it must not wait for a correction that waits for the submission.
    """
    locked = select(CaseRow.id).where(col(CaseRow.id) == case_id).with_for_update(key_share=True)
    if (await session.exec(locked)).first() is None:
        return None
    return await read(session, vault, case_id)


async def save(session: Session, file: CaseFile, after: Case, *, due_on: date) -> bool:
    """Save what an action made of a case; False when its version has moved meanwhile."""
    before = file.case
    statement = (
        update(CaseRow)
        .where(col(CaseRow.id) == before.id, col(CaseRow.version) == before.version)
        .values(**case_values(after, due_on, file.seal))
        .returning(col(CaseRow.id))
    )
    if (await session.exec(statement)).first() is None:
        return False
    if after.mandate is not None and after.mandate != before.mandate:
        await mandates.replace(session, after.id, after.mandate)
    await _save_parts(session, CaseFile(after, file.seal, file.language), before=before)
    return True


def _copy(row: CaseRow, received_at: datetime) -> Copy:
    return Copy(row.service_id, row.passport_version, received_at)


def _by_case(rows: Iterable[Any]) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


# A case with the parts it has one of.
_WHOLE: Select[*tuple[Any, ...]] = (
    Select(
        CaseRow, col(PassportCopyRow.received_at), CaseKeyRow, DecisionRow, TicketRow, MandateRow
    )
    .join(
        PassportCopyRow,
        and_(
            col(PassportCopyRow.service_id) == col(CaseRow.service_id),
            col(PassportCopyRow.version) == col(CaseRow.passport_version),
        ),
    )
    .join(CaseKeyRow, col(CaseKeyRow.case_id) == col(CaseRow.id))
    .outerjoin(DecisionRow, col(DecisionRow.case_id) == col(CaseRow.id))
    .outerjoin(TicketRow, col(TicketRow.case_id) == col(CaseRow.id))
    .outerjoin(MandateRow, col(MandateRow.case_id) == col(CaseRow.id))
    # What this session read or wrote before is read again.
    .execution_options(populate_existing=True)
)


_STEPS: Select[*tuple[Any, ...]] = Select(*columns_of(StepRow)).order_by(col(StepRow.position))
_REQUIREMENTS: Select[*tuple[Any, ...]] = Select(*columns_of(RequirementRow)).order_by(
    col(RequirementRow.position)
)


async def _save_parts(session: Session, file: CaseFile, before: Case | None) -> None:
    """Write the steps, the requirements and the decision that differ from ``before``."""
    case, seal = file.case, file.seal
    old_steps = set(before.steps) if before else set()
    steps = [
        step_values(case.id, position, step, seal)
        for position, step in enumerate(case.steps)
        if step not in old_steps
    ]
    old_items = set(before.requirements) if before else set()
    items = [
        requirement_values(case.id, position, item, seal)
        for position, item in enumerate(case.requirements)
        if item not in old_items
    ]
    await _upsert(session, StepRow, steps)
    await _upsert(session, RequirementRow, items)
    if case.decision is not None and (before is None or before.decision is None):
        await _upsert(session, DecisionRow, [decision_values(case, case.decision, seal)])


async def _upsert(session: Session, kind: type[SQLModel], values: list[dict[str, Any]]) -> None:
    if not values:
        return
    table = kind.__table__  # type: ignore[attr-defined]  # set by the mapper, unknown to the stubs
    statement = insert(kind).values(values)
    keys = [column.name for column in table.primary_key]
    changed = {name: statement.excluded[name] for name in values[0] if name not in keys}
    await session.exec(statement.on_conflict_do_update(index_elements=keys, set_=changed))
