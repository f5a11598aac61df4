from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest

from applications.domain.actions import ApproachDesk
from applications.domain.advance import advance
from applications.domain.appeals import AGAINST_A_DECISION
from applications.domain.case import (
    Answer,
    Case,
    CaseState,
    CaseStep,
    Forwarding,
    Instant,
    Message,
    Requirement,
    RequirementStatus,
    StepStatus,
    Template,
    View,
)
from applications.domain.decision import Decision, Outcome
from applications.domain.passport import StepKind
from applications.domain.pauses import Extension, OfficeOf, PauseCause, Suspension
from applications.storage import cases, messages
from applications.storage.cases import CaseFile
from applications.storage.messages import Addressee
from applications.storage.pause_mapping import extension_of, extension_values
from applications.storage.sealing import keep_key, new_seal
from applications.use_cases.change_case import change_case
from shared.etags import Stale
from tests.builders.applications import House
from tests.builders.cases import AGENT as LEYLA
from tests.builders.cases import submitted_online
from tests.builders.representatives import PAPER

AGENT = replace(LEYLA, desk="desk-5")
AT = datetime(2026, 3, 11, 7, 30, tzinfo=UTC)
LATER = datetime(2026, 3, 12, 7, 30, tzinfo=UTC)
TOLD = Message(
    Template.DECISION, AT, recipient="guardian", mandate_rejected=True, asks_for_papers=True
)


def full_case() -> Case:
    """Return a case in which every field of every part holds something."""
    step = CaseStep(
        id="registry-check",
        kind=StepKind.REGISTRY_CHECK,
        status=StepStatus.OVERRIDDEN,
        at=AT,
        by="agent:leyla",
        reason="Səbəb",
        answer=Answer.CONFLICT,
        evidence_id="e-1",
        as_of=AT,
        failed=("sigorta", "monitorinq"),
    )
    requirement = Requirement(
        code="leave-order",
        status=RequirementStatus.PAPER,
        at=AT,
        by="agent:leyla",
        reason="Səbəb",
        subsystem="monitorinq",
        attribute="leave_order",
        evidence_id="e-2",
        as_of=AT,
        form="original",
        number="AA 1",
        issued_on=date(2026, 2, 1),
        document_id="d-1",
        substitute="other",
        source_failed=True,
    )
    return replace(
        submitted_online(),
        version=7,
        state=CaseState.GRANTED,
        centre="dost-1",
        hours_centre="dost-2",
        steps=(step,),
        requirements=(requirement,),
        assignee="officer:rashad",
        claim_expires_at=LATER,
        mandate=PAPER.mandate,
        forwarding=Forwarding("agent:leyla", AT, View.AGAINST),
        decision=Decision(
            Outcome.REFUSED,
            "D/1",
            LATER,
            "officer:rashad",
            "no-legal-basis",
            "Səbəb",
            AGAINST_A_DECISION,
        ),
        forwarders=("agent:leyla", "agent:kamran"),
        suspensions=(Suspension(AT, LATER), Suspension(LATER, cause=PauseCause.SUSPENDED)),
        extension=Extension(10, AT, "officer:rashad", "Qanun, m. 7", OfficeOf.BACK),
        requested=("commission-protocol",),
        messages=(replace(TOLD, delivered_at=LATER),),
    )


def holds_something(part: object, *, but: tuple[str, ...] = ()) -> bool:
    empty = (None, (), False, "")
    values = {each.name: getattr(part, each.name) for each in fields(part)}  # type: ignore[arg-type]  # any of our dataclasses
    return all(value not in empty for name, value in values.items() if name not in but)


async def test_a_case_comes_back_as_it_was_stored_field_by_field(house: House) -> None:
    case = full_case()
    assert holds_something(case, but=("ticket",))
    assert holds_something(case.steps[0])
    assert holds_something(case.requirements[0])
    assert case.decision is not None
    assert holds_something(case.decision)
    seal, wrapped = new_seal(house.casework.vault, case.id)

    async with house.database.transaction() as session:
        file = CaseFile(case, seal, "en")
        await cases.add(session, file, due_on=date(2026, 3, 31), recorded_at=AT)
        keep_key(session, case.id, wrapped)
        messages.add(session, case.id, TOLD, Addressee("index-1", "key-1"), request_id="r-1")
        await session.flush()
        await messages.set_delivered(session, case.id, "r-1", LATER)
    async with house.database.transaction() as session:
        read = await cases.read(session, house.casework.vault, case.id)

    assert read is not None
    for field in fields(case):
        assert getattr(read.case, field.name) == getattr(case, field.name), field.name
    assert read.language == "en"


@pytest.mark.parametrize(
    ("by", "office"), [("officer:rashad", OfficeOf.BACK), ("agent:leyla", OfficeOf.FRONT)]
)
async def test_an_extension_of_before_its_office_was_kept_is_of_who_made_it(
    house: House, by: str, office: OfficeOf
) -> None:
    seal, _ = new_seal(house.casework.vault, "case-1")
    extension = Extension(10, AT, by, "Qanun", office)
    kept = extension_values(extension, seal)
    assert kept is not None
    del kept["office"]

    assert extension_of(kept, seal) == extension


async def test_a_change_made_from_an_old_reading_is_refused(house: House) -> None:
    agent = await house.agent()
    case = await house.submitted_in_person(agent)
    async with house.database.transaction() as session:
        read = await cases.read(session, house.casework.vault, case["case_id"])
    await agent.does(case, "approach-desk", {"desk": "desk-5"})
    assert read is not None
    at = Instant(await house.clock.now(), AT)
    advanced = advance(read.case, AGENT, ApproachDesk("desk-5"), at)

    with pytest.raises(Stale):
        async with house.database.transaction() as session:
            await change_case(session, house.casework, read, advanced, at)


async def test_a_case_that_moved_is_not_overwritten(house: House) -> None:
    case = full_case()
    seal, wrapped = new_seal(house.casework.vault, case.id)
    due = date(2026, 3, 31)

    async with house.database.transaction() as session:
        file = CaseFile(case, seal, "az")
        await cases.add(session, file, due_on=due, recorded_at=AT)
        keep_key(session, case.id, wrapped)
        first = await cases.save(session, file, replace(case, version=8), due_on=due)
        second = await cases.save(session, file, replace(case, version=8), due_on=due)

    assert (first, second) == (True, False)
