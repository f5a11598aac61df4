"""A draft that is of no use is discarded, by who began it or who has it; nothing of it stays."""

from typing import Any
from uuid import uuid4

import httpx2 as httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.builders.applications import Caller, House
from tests.builders.callers import (
    WHOLE,
    a_quarter_of_an_hour_passes,
    begun,
    change,
    discard,
    draft_of,
    end,
    find,
    operator,
    verified,
)
from tests.builders.submissions import FIN, OTHER_FIN, Json


async def rows(house: House, query: str) -> list[tuple[Any, ...]]:
    async with house.database.transaction() as session:
        connection = await session.connection()
        return [tuple(row) for row in (await connection.execute(text(query))).all()]


async def drafts_kept(house: House) -> int:
    async with house.database.transaction() as session:
        connection = await session.connection()
        count: int = (await connection.execute(text("SELECT count(*) FROM drafts"))).scalar_one()
        return count


async def test_the_operator_who_began_a_draft_discards_it_even_when_the_call_is_over(
    house: House,
) -> None:
    nigar = await operator(house)
    draft = await begun(nigar, **WHOLE)
    await a_quarter_of_an_hour_passes(house)

    gone = await discard(nigar, draft)

    assert (gone.status_code, gone.content) == (204, b"")
    assert await drafts_kept(house) == 0


async def test_a_second_time_there_is_no_draft_for_anybody(house: House) -> None:
    nigar, agent, aysel = await operator(house), await house.agent(), await house.citizen()
    draft = await begun(nigar)
    await discard(nigar, draft)

    again = await discard(nigar, draft)
    found = await find(agent, draft["draft_number"])
    read = await aysel.get(f"/v1/drafts/{draft['draft_id']}")

    assert [each.status_code for each in (again, found, read)] == [404] * 3
    assert again.json()["code"] == "draft-not-found"


async def test_the_agent_who_has_the_person_at_the_desk_discards_it(house: House) -> None:
    agent = await house.agent()
    draft = await begun(await operator(house))
    before = await discard(agent, draft)
    await find(agent, draft["draft_number"])

    assert (before.status_code, (await discard(agent, draft)).status_code) == (404, 204)


async def test_nobody_discards_what_is_not_theirs(house: House) -> None:
    draft = await begun(await operator(house))
    colleague, stranger = await operator(house, "operator-orkhan"), await house.citizen(OTHER_FIN)

    answers = [await discard(each, draft) for each in (colleague, stranger)]

    assert [each.status_code for each in answers] == [404, 404]
    assert await drafts_kept(house) == 1


async def test_the_person_discards_what_was_begun_for_her(house: House) -> None:
    draft = await begun(await operator(house))

    assert (await discard(await house.citizen(), draft)).status_code == 204


async def test_who_does_not_know_what_was_put_in_meanwhile_discards_nothing(house: House) -> None:
    nigar = await operator(house)
    draft = await begun(nigar)
    await change(nigar, draft, note="Sənədi var.")

    stale = await discard(nigar, draft)
    unsaid = await nigar.client.delete(f"/v1/drafts/{draft['draft_id']}", headers=nigar.headers)

    assert (stale.status_code, unsaid.status_code) == (412, 428)
    assert await drafts_kept(house) == 1


async def test_what_has_become_a_case_is_withdrawn_and_not_discarded(house: House) -> None:
    citizen = await house.citizen()
    draft = await begun(await operator(house), **WHOLE)
    await end(citizen, draft, {"channel": "self-service"})

    answer = await discard(citizen, {**draft, "version": 2})

    assert (answer.status_code, answer.json()["code"]) == (409, "draft-ended")


async def kept_answers(nigar: Caller, key: str, body: Json) -> list[httpx.Response]:
    """Ask in both ways for the answer a draft was begun with."""
    return [await nigar.create("/v1/drafts", body, key), await nigar.get(f"/v1/receipts/{key}")]


async def test_the_answer_it_was_begun_with_is_not_shown_again(house: House) -> None:
    nigar, key = await operator(house), str(uuid4())
    body = draft_of(await verified(nigar))
    draft = (await nigar.create("/v1/drafts", body, key)).json()
    before = await kept_answers(nigar, key, body)
    await discard(nigar, draft)

    after = await kept_answers(nigar, key, body)

    assert [each.status_code for each in before] == [201, 201]
    assert [each.status_code for each in after] == [404, 404]


async def test_no_kept_answer_tells_what_was_said_once_the_draft_is_a_case(house: House) -> None:
    nigar, key = await operator(house), str(uuid4())
    body = draft_of(await verified(nigar), **WHOLE)
    draft = (await nigar.create("/v1/drafts", body, key)).json()
    await end(await house.citizen(), draft, {"channel": "self-service"})

    again, receipt = await kept_answers(nigar, key, body)

    assert [each.status_code for each in (again, receipt)] == [409, 404]
    assert again.json()["code"] == "draft-ended"


async def test_a_kept_answer_is_over_with_the_call(house: House) -> None:
    nigar, key = await operator(house), str(uuid4())
    body = draft_of(await verified(nigar))
    await nigar.create("/v1/drafts", body, key)
    await a_quarter_of_an_hour_passes(house)

    after = await kept_answers(nigar, key, body)

    assert [each.status_code for each in after] == [404, 404]


async def test_who_discarded_which_draft_and_when_stays_and_nothing_of_the_person(
    house: House,
) -> None:
    nigar, agent = await operator(house), await house.agent()
    draft = await begun(nigar, **WHOLE)
    await find(agent, draft["draft_number"])

    await discard(agent, draft)

    kept = await rows(house, "SELECT * FROM discarded_drafts")
    now, begun_by = await house.clock.now(), "operator:operator-nigar"
    which = (draft["draft_id"], draft["draft_number"])
    assert [each[:-1] for each in kept] == [
        (*which, begun_by, now, "agent:leyla", "agent:leyla", now)
    ]
    assert FIN not in str(kept)


@pytest.mark.parametrize(
    "change", ["UPDATE discarded_drafts SET discarded_by = 'x'", "DELETE FROM discarded_drafts"]
)
async def test_who_discarded_a_draft_is_not_written_over(house: House, change: str) -> None:
    nigar = await operator(house)
    await discard(nigar, await begun(nigar))

    with pytest.raises(DBAPIError):
        await rows(house, change)


async def test_where_nothing_was_discarded_nothing_is_recorded(house: House) -> None:
    nigar = await operator(house)
    draft = await begun(nigar)
    await change(nigar, draft, note="Sənədi var.")

    await discard(nigar, draft)

    assert await rows(house, "SELECT 1 FROM discarded_drafts") == []
