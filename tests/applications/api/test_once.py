import asyncio
from dataclasses import replace
from uuid import uuid4

from sqlalchemy import func
from sqlmodel import select

from applications.storage.tables.cases import CaseRow
from applications.storage.tables.people import PersonRow
from shared.events.cases import CaseSubmitted
from shared.outbox import OutboxRow
from shared.vault import BlindIndex
from tests.builders.applications import House
from tests.builders.submissions import self_service


async def rows(house: House, kind: type) -> int:
    async with house.database.transaction() as session:
        return int((await session.exec(select(func.count()).select_from(kind))).one())


async def test_a_retry_after_a_dropped_connection_finds_the_same_case(house: House) -> None:
    citizen, key = await house.citizen(), str(uuid4())

    first = await citizen.submit(self_service(), key)
    again = await citizen.submit(self_service(), key)

    assert again.status_code == 201
    assert again.content == first.content
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["idempotency-replayed"] == "true"
    assert await rows(house, CaseRow) == 1


async def test_the_receipt_gives_the_first_answer_even_when_the_case_has_moved_on(
    house: House,
) -> None:
    citizen, key = await house.citizen(), str(uuid4())
    first = await citizen.submit(self_service(), key)
    await house.ask_registries()

    receipt = await citizen.get(f"/v1/receipts/{key}")

    assert receipt.status_code == 201
    assert receipt.content == first.content


async def test_a_receipt_is_nobody_elses(house: House) -> None:
    citizen, other, key = await house.citizen(), await house.citizen("6AB2C3D"), str(uuid4())
    await citizen.submit(self_service(), key)

    answer = await other.get(f"/v1/receipts/{key}")

    assert answer.status_code == 404
    assert answer.json()["code"] == "receipt-not-found"


async def test_two_requests_with_one_key_at_the_same_time_make_one_case(busy_house: House) -> None:
    citizen, key = await busy_house.citizen(), str(uuid4())

    answers = await asyncio.gather(
        citizen.submit(self_service(), key), citizen.submit(self_service(), key)
    )

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert await rows(busy_house, CaseRow) == 1
    assert len(await busy_house.events(CaseSubmitted)) == 1


async def test_two_agents_with_one_ticket_at_the_same_time_make_one_case(busy_house: House) -> None:
    agent = await busy_house.agent()
    ticket = await busy_house.ticket(agent)
    body = self_service(channel="in-person", evidence={"centre": "dost-1", "ticket_id": ticket})

    answers = await asyncio.gather(agent.submit(body), agent.submit(body))

    assert sorted(answer.status_code for answer in answers) == [201, 422]
    assert await rows(busy_house, CaseRow) == 1


class BrokenIndex(BlindIndex):
    """An index that fails: a fault in the middle of the intake."""

    def of(self, value: str) -> str:
        raise RuntimeError(len(value))


async def test_a_fault_in_the_middle_of_the_intake_leaves_nothing_behind(
    busy_house: House,
) -> None:
    citizen, key = await busy_house.citizen(), str(uuid4())
    whole = busy_house.casework
    broken = BrokenIndex("broken", bytes(32), "person")
    busy_house.app.state.casework = replace(whole, index=broken)

    failed = await citizen.submit(self_service(), key)
    left = [await rows(busy_house, kind) for kind in (CaseRow, PersonRow, OutboxRow)]
    busy_house.app.state.casework = whole
    again = await citizen.submit(self_service(), key)

    assert failed.status_code == 500
    assert left == [0, 0, 0]
    assert again.status_code == 201


async def test_a_number_that_was_rolled_back_harms_nobody(busy_house: House) -> None:
    citizen = await busy_house.citizen()
    await citizen.submit(self_service(audience="nobody"))

    answer = await citizen.submit(self_service())

    assert answer.status_code == 201
