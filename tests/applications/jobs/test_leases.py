"""A due row belongs to the worker whose lease is in force, and to nobody else."""

from datetime import UTC, datetime, timedelta

import time_machine
from sqlmodel import col, select

from applications.domain.case import Instant
from applications.storage.tables.queues import RegistryQuestionRow
from applications.use_cases.ask_registry import DueQuestion, store_answer, take_question
from applications.use_cases.send_notice import DueTimer, send_notice, take_timer
from shared.clock import system_now
from shared.events.cases import MessageRequested
from tests.builders.applications import LEASE, House
from tests.builders.submissions import self_service

CUT_OFF_DAY = datetime(2026, 3, 19, 5, 0, tzinfo=UTC)
AFTER_THE_LEASE = timedelta(minutes=2)


async def at(house: House, later: timedelta = timedelta()) -> Instant:
    return Instant(await house.clock.now(), system_now() + later)


async def timer_taken(house: House, later: timedelta = timedelta()) -> DueTimer | None:
    async with house.database.transaction() as session:
        return await take_timer(session, await at(house, later), LEASE)


async def question_taken(house: House, later: timedelta = timedelta()) -> DueQuestion:
    keys = house.registries.keys
    assert keys is not None
    async with house.database.transaction() as session:
        now = (await at(house, later)).system
        due = await take_question(session, house.casework, keys, now, LEASE)
    assert due is not None
    return due


async def test_a_timer_that_one_worker_has_taken_is_no_other_workers(house: House) -> None:
    await (await house.citizen()).submit(self_service())
    house.clock.set(CUT_OFF_DAY)

    first = await timer_taken(house)
    meanwhile = await timer_taken(house)
    afterwards = await timer_taken(house, AFTER_THE_LEASE)

    assert first is not None
    assert meanwhile is None
    assert afterwards is not None


async def test_a_worker_whose_own_clock_is_ahead_takes_nothing_that_another_has_taken(
    house: House,
) -> None:
    await (await house.citizen()).submit(self_service())
    house.clock.set(CUT_OFF_DAY)
    due = await timer_taken(house)

    with time_machine.travel(system_now() + timedelta(hours=1), tick=True):
        fired = await house.fire_timers()

    assert due is not None
    assert fired == 0


async def test_a_question_of_an_api_whose_own_clock_is_ahead_is_asked_at_once(
    house: House,
) -> None:
    citizen = await house.citizen()
    with time_machine.travel(system_now() + timedelta(minutes=3), tick=True):
        answer = await citizen.submit(self_service())

    assert answer.status_code == 201
    due = await question_taken(house)

    assert due.case_id


async def test_a_claim_is_live_whatever_the_clock_of_the_api_says(house: House) -> None:
    case = (await (await house.citizen()).submit(self_service())).json()
    claimed = await (await house.agent()).does(case, "claim")

    with time_machine.travel(system_now() + timedelta(hours=3), tick=True):
        colleague = await house.agent(person="of-another-clock")
        answer = await colleague.act(claimed, "claim")

    assert answer.status_code == 409
    assert "no-other-claim" in answer.text


async def test_a_timer_is_fired_only_under_the_lease_in_force(house: House) -> None:
    await (await house.citizen()).submit(self_service())
    house.clock.set(CUT_OFF_DAY)
    slow, quick = await timer_taken(house), await timer_taken(house, AFTER_THE_LEASE)
    assert slow is not None
    assert quick is not None

    async with house.database.transaction() as session:
        fired_too_late = await send_notice(session, house.casework, slow, await at(house))
    async with house.database.transaction() as session:
        fired = await send_notice(session, house.casework, quick, await at(house))

    assert not fired_too_late, "fired without the lease"
    assert fired
    assert len(await house.events(MessageRequested)) == 1


async def test_an_answer_that_comes_too_late_leaves_the_question_to_whoever_has_it(
    house: House,
) -> None:
    await (await house.citizen()).submit(self_service())
    slow = await question_taken(house)
    await question_taken(house)
    quick = await question_taken(house, AFTER_THE_LEASE)
    assert quick.id == slow.id

    async with house.database.transaction() as session:
        stored = await store_answer(session, house.casework, slow, None, await at(house))
    async with house.database.transaction() as session:
        wanted = select(RegistryQuestionRow).where(col(RegistryQuestionRow.id) == slow.id)
        row = (await session.exec(wanted)).one()

    assert not stored, "stored without the lease"
    assert row.lease_token == quick.lease_token
