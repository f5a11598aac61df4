import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, text

from applications.domain.next_step import SENTENCES
from applications.domain.passport import StepKind
from shared.database import Database
from tests.builders.applications import TUESDAY, Caller, House
from tests.builders.callers import (
    a_quarter_of_an_hour_passes,
    by_phone,
    operator,
    verified,
)
from tests.builders.kept import expect_refused_to_both
from tests.builders.representatives import WARD_FIN, with_mandate
from tests.builders.submissions import OTHER_FIN, Json, self_service


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Collect the statements a database is sent; those of transactions do not count."""
    said: list[str] = []

    def remember(*execution: object) -> None:
        statement = str(execution[2])
        if "SAVEPOINT" not in statement:
            said.append(statement)

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", remember)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", remember)


async def card_of(who: Caller, verification_id: str) -> Json:
    answer = await who.post("/v1/caller-cards", {"verification_id": verification_id})
    assert answer.status_code == 200, answer.text
    card: Json = answer.json()
    return card


async def rows(house: House, query: str) -> list[Json]:
    async with house.database.transaction() as session:
        connection = await session.connection()
        found = await connection.execute(text(query))
        return [dict(row) for row in found.mappings()]


async def mark_protected(house: House, case_id: str) -> None:
    """Let a case be of the protected kind, as no route makes one yet."""
    async with house.database.transaction() as session:
        connection = await session.connection()
        statement = text("UPDATE cases SET protected = true WHERE id = :id")
        await connection.execute(statement, {"id": case_id})


async def test_one_call_shows_where_every_open_case_of_the_caller_stands(house: House) -> None:
    agent, nigar = await house.agent(), await operator(house)
    at_desk = await house.at_desk(agent)
    online = (await (await house.citizen()).submit(self_service())).json()

    card = await card_of(nigar, await verified(nigar))

    assert {case["case_id"] for case in card["cases"]} == {at_desk["case_id"], online["case_id"]}
    shown = next(case for case in card["cases"] if case["case_id"] == at_desk["case_id"])
    assert (shown["case_number"], shown["state"]) == (at_desk["case_number"], "at-front-office")
    assert shown["service_name"].startswith("Üç yaşınadək")
    assert {each["kind"]: each["on"] for each in shown["deadlines"]} == {
        each["kind"]: each["on"] for each in at_desk["deadlines"]
    }
    assert [paper["code"] for paper in shown["papers"]] == ["commission-protocol"]
    assert shown["next_step"]["kind"] == "submit-documents"
    assert "Commission-Protocol" in shown["next_step"]["sentence"]
    [ticket] = card["tickets"]
    assert (ticket["case_id"], ticket["desk"]) == (at_desk["case_id"], "desk-5")


async def test_a_caller_hears_what_was_sent_and_whether_it_came(house: House) -> None:
    citizen, nigar = await house.citizen(), await operator(house)
    await citizen.submit(self_service())
    house.clock.set(TUESDAY + timedelta(days=9))
    await house.fire_timers()
    verification_id = await verified(nigar)
    [asked] = (await card_of(nigar, verification_id))["cases"][0]["messages"]
    await house.deliver("in-progress")

    [delivered] = (await card_of(nigar, verification_id))["cases"][0]["messages"]

    assert (asked["template"], asked["delivered_at"]) == ("in-progress", None)
    assert delivered["delivered_at"] is not None


async def test_a_case_opened_on_this_call_is_on_the_card_at_once(house: House) -> None:
    nigar = await operator(house)
    verification_id = await verified(nigar)
    case = (await nigar.submit(by_phone(verification_id))).json()

    card = await card_of(nigar, verification_id)

    assert [each["case_id"] for each in card["cases"]] == [case["case_id"]]


async def test_a_card_names_nobody_and_shows_no_closed_or_foreign_case(house: House) -> None:
    agent, officer, nigar = await house.agent(), await house.officer(), await operator(house)
    await house.granted(agent, officer)
    await (await house.citizen(OTHER_FIN)).submit(self_service(OTHER_FIN))

    answer = await nigar.post("/v1/caller-cards", {"verification_id": await verified(nigar)})

    assert answer.json()["cases"] == []
    assert "Aysel" not in answer.text


async def test_who_acts_on_a_mandate_hears_of_the_case_while_it_holds(house: House) -> None:
    aysel, nigar = await house.citizen(), await operator(house)
    case = (await aysel.submit(with_mandate())).json()
    holder, ward = await verified(nigar), await verified(nigar, WARD_FIN)
    before = [await card_of(nigar, each) for each in (holder, ward)]
    house.clock.set(datetime(2026, 4, 11, 6, 0, tzinfo=UTC))

    after = [await card_of(nigar, each) for each in (holder, ward)]

    assert [len(card["cases"]) for card in before] == [1, 1]
    assert [len(card["cases"]) for card in after] == [0, 1]
    orkhan = await operator(house, "operator-orkhan")
    await verified(orkhan)
    assert (await orkhan.get(f"/v1/cases/{case['case_id']}")).status_code == 404


async def test_a_protected_case_and_its_ticket_are_on_no_card(house: House) -> None:
    agent, nigar = await house.agent(), await operator(house)
    case = await house.submitted_in_person(agent)
    await mark_protected(house, case["case_id"])

    card = await card_of(nigar, await verified(nigar))
    stranger = await card_of(nigar, await verified(nigar, OTHER_FIN))

    own = ("verification_id", "expires_at")
    assert {k: v for k, v in card.items() if k not in own} == {
        k: v for k, v in stranger.items() if k not in own
    }
    [first, _] = await rows(house, "SELECT case_ids FROM caller_card_reads ORDER BY recorded_at")
    assert first["case_ids"] == []


async def test_a_card_takes_the_same_few_statements_however_many_cases_there_are(
    house: House,
) -> None:
    citizen, nigar = await house.citizen(), await operator(house)
    verification_id = await verified(nigar)
    said = {}
    for number in (0, 1, 20):
        while len((await card_of(nigar, verification_id))["cases"]) < number:
            await citizen.submit(self_service())
        with counted(house.database) as statements:
            await card_of(nigar, verification_id)
        said[number] = statements

    assert {number: len(each) for number, each in said.items()} == {0: 13, 1: 13, 20: 13}, said[20]


async def test_a_card_does_not_read_again_what_the_passports_say(house: House) -> None:
    citizen, nigar = await house.citizen(), await operator(house)
    await citizen.submit(self_service())
    verification_id = await verified(nigar)

    with counted(house.database) as said:
        await card_of(nigar, verification_id)

    assert [each for each in said if "passport_copies.data" in each] == []


async def test_a_person_with_very_many_cases_is_shown_those_due_first(house: House) -> None:
    citizen, nigar = await house.citizen(), await operator(house)
    for _ in range(22):
        await citizen.submit(self_service())

    card = await card_of(nigar, await verified(nigar))

    assert (len(card["cases"]), card["more_cases"]) == (20, True)


async def test_each_reading_of_a_card_is_recorded_and_stays_so(house: House) -> None:
    nigar = await operator(house)
    case = (await (await house.citizen()).submit(self_service())).json()
    verification_id = await verified(nigar, call_id="call-9")
    await card_of(nigar, verification_id)
    await card_of(nigar, verification_id)

    read = await rows(house, "SELECT * FROM caller_card_reads")

    assert [(each["operator"], each["call_id"]) for each in read] == [
        ("operator:operator-nigar", "call-9")
    ] * 2
    assert read[0]["case_ids"] == [case["case_id"]]
    assert len(read[0]["person_index"]) == 64
    for statement in (
        "UPDATE caller_card_reads SET operator = 'x'",
        "DELETE FROM caller_card_reads",
    ):
        await expect_refused_to_both(house.database, statement, trigger="append-only")


@pytest.mark.parametrize("cards", [3])
async def test_an_operator_who_reads_too_many_cards_is_stopped(house: House, cards: int) -> None:
    house.app.state.casework = replace(house.casework, cards_per_hour=cards)
    nigar, orkhan = await operator(house), await operator(house, "operator-orkhan")
    verification_id = await verified(nigar)
    for _ in range(cards):
        await card_of(nigar, verification_id)

    stopped = await nigar.post("/v1/caller-cards", {"verification_id": verification_id})

    assert (stopped.status_code, stopped.json()["code"]) == (429, "caller-cards-exhausted")
    assert 3500 < int(stopped.headers["retry-after"]) <= 3600
    await card_of(orkhan, await verified(orkhan))


async def test_cards_read_at_once_are_counted_one_by_one(busy_house: House) -> None:
    house = busy_house
    house.app.state.casework = replace(house.casework, cards_per_hour=2)
    nigar = await operator(house)
    body = {"verification_id": await verified(nigar)}

    answers = await asyncio.gather(*(nigar.post("/v1/caller-cards", body) for _ in range(6)))

    assert sorted(answer.status_code for answer in answers) == [200, 200, 429, 429, 429, 429]


async def test_a_card_opens_with_the_operators_own_live_verification_alone(house: House) -> None:
    nigar, orkhan = await operator(house), await operator(house, "operator-orkhan")
    body = {"verification_id": await verified(nigar)}

    borrowed = await orkhan.post("/v1/caller-cards", body)
    await a_quarter_of_an_hour_passes(house)
    late = await nigar.post("/v1/caller-cards", body)

    assert (borrowed.status_code, borrowed.json()["code"]) == (422, "verification-unusable")
    assert (late.status_code, late.json()["code"]) == (422, "verification-expired")
    assert await rows(house, "SELECT 1 FROM caller_card_reads") == []


def test_every_kind_of_step_can_be_told_in_a_sentence() -> None:
    assert set(SENTENCES) == set(StepKind)
