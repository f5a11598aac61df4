"""What an administrator can do about a parked key, over HTTP and on real rows."""

import asyncio
from collections.abc import AsyncIterator, Callable
from uuid import uuid4

import pytest

from shared import parked_routes
from shared.database import Database
from shared.kafka.parked import ParkedRow
from shared.kafka.records import Record
from shared.kafka.taking import Taking
from tests.builders.consuming import effects_of
from tests.builders.database import committing
from tests.builders.events import Counted
from tests.builders.parked import CONSUMER, REASON, Desk, opened_desk

OTHER_TOPIC = "test.other.v1"


@pytest.fixture
async def desk(database_url_of: Callable[[str], str]) -> AsyncIterator[Desk]:
    async with (
        committing(database_url_of("notifications")) as database,
        opened_desk(database) as desk,
    ):
        yield desk


async def row_of(database: Database, parked_id: str) -> ParkedRow:
    async with database.transaction() as session:
        row = await session.get(ParkedRow, int(parked_id))
        assert row is not None
        return row


async def test_the_list_says_what_failed_and_what_waits_and_never_what_it_says(desk: Desk) -> None:
    await desk.poisoned("case-1", 1, 2)

    failed, behind = await desk.listed()

    assert failed.keys() == parked_routes.ParkedEvent.model_fields.keys()
    assert {name: failed[name] for name in ("consumer", "topic", "key", "event_type")} == {
        "consumer": CONSUMER,
        "topic": Counted.topic,
        "key": "case-1",
        "event_type": Counted.type,
    }
    assert (failed["waits"], failed["error_class"], failed["attempts"]) == (False, "LookupError", 3)
    assert (behind["waits"], behind["error_class"], behind["attempts"]) == (True, None, 0)
    assert await desk.listed(failing="true") == [failed]


async def test_the_list_comes_in_pages(desk: Desk) -> None:
    await desk.poisoned("case-1", 1, 2, 3)

    first = (await desk.client.get("/v1/parked", params={"limit": 2})).json()
    rest = (await desk.client.get("/v1/parked", params={"cursor": first["next"]})).json()
    wrong = await desk.client.get("/v1/parked", params={"cursor": "x"})

    assert [item["waits"] for item in first["items"] + rest["items"]] == [False, True, True]
    assert rest["next"] is None
    assert (wrong.status_code, wrong.json()["code"]) == (400, "cursor-malformed")


async def test_a_replay_cut_by_an_outage_says_that_what_was_handled_stays_handled(
    desk: Desk,
) -> None:
    await desk.poisoned("case-1", 1, 2)
    desk.mend()
    desk.effects.away.add(("case-1", 2))

    cut = await desk.replay("case-1")
    desk.effects.away.clear()
    repeated = await desk.replay("case-1")

    assert (cut.status_code, cut.json()["code"]) == (503, "database-unavailable")
    assert cut.json()["detail"].startswith("Artıq emal olunanlar emal olunmuş qalır.")
    assert [each["replayed"] for each in repeated.json()["replayed"]] == [1]
    assert await effects_of(desk.database, "case-1") == [1, 2]


async def test_a_replay_drains_the_key_in_order_and_keeps_who_and_why(desk: Desk) -> None:
    await desk.poisoned("case-1", 1, 2, 3)
    await desk.poisoned("case-2", 1)
    [first, *_] = await desk.listed()
    desk.mend()

    answer = await desk.replay("case-1")

    assert (answer.status_code, answer.json()) == (
        200,
        {
            "replayed": [
                {
                    "consumer": CONSUMER,
                    "topic": Counted.topic,
                    "replayed": 3,
                    "waiting": 0,
                    "failing": None,
                }
            ]
        },
    )
    assert await effects_of(desk.database, "case-1") == [1, 2, 3]
    assert [item["key"] for item in await desk.listed()] == ["case-2"]
    row = await row_of(desk.database, first["id"])
    assert row.replay_reason == REASON
    assert (row.replayed_by or "").startswith("admin:")


async def test_a_replay_that_fails_again_says_what_was_done_and_what_stays(desk: Desk) -> None:
    await desk.poisoned("case-1", 1, 2, 3)
    desk.effects.refused = {("case-1", 2)}

    answer = await desk.replay("case-1")

    problem = answer.json()
    [topic] = problem["replayed"]
    assert (answer.status_code, problem["code"]) == (409, "still-failing")
    assert (topic["replayed"], topic["waiting"]) == (1, 2)
    assert (topic["failing"]["error_class"], topic["failing"]["attempts"]) == ("LookupError", 1)
    assert [item["id"] for item in await desk.listed(failing="true")] == [topic["failing"]["id"]]
    assert await effects_of(desk.database, "case-1") == [1]


async def test_after_a_replay_that_failed_the_same_request_tries_again(desk: Desk) -> None:
    await desk.poisoned("case-1", 1)
    key = str(uuid4())

    failed = await desk.replay("case-1", once=key)
    desk.mend()
    tried_again = await desk.replay("case-1", once=key)

    assert (failed.status_code, tried_again.status_code) == (409, 200)
    assert tried_again.json()["replayed"][0]["replayed"] == 1


async def test_a_replay_whose_answer_was_lost_is_answered_the_same_again(desk: Desk) -> None:
    await desk.poisoned("case-1", 1, 2)
    desk.mend()
    key = str(uuid4())

    first, again = [await desk.replay("case-1", once=key) for _ in range(2)]
    other = await desk.replay("case-1", once=key, reason="another")

    assert first.status_code == 200
    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")


@pytest.mark.parametrize("same_key", [True, False])
async def test_replays_at_the_same_time_have_one_effect(desk: Desk, *, same_key: bool) -> None:
    await desk.poisoned("case-1", *range(1, 11))
    desk.mend()
    key = str(uuid4())

    answers = await asyncio.gather(
        *[desk.replay("case-1", once=key if same_key else None) for _ in range(4)]
    )

    done = [answer for answer in answers if answer.status_code == 200]
    assert len(done) == (4 if same_key else 1)
    assert {answer.json()["replayed"][0]["replayed"] for answer in done} == {10}
    assert {a.status_code for a in answers} <= {200, 404}
    assert desk.effects.tried == [("case-1", number) for number in range(1, 11)]


async def test_a_key_that_waits_at_two_topics_is_replayed_at_each(desk: Desk) -> None:
    await desk.poisoned("case-1", 1, 2)
    await desk.poisoned("case-1", 7, 8, topic=OTHER_TOPIC)
    desk.effects.refused = {("case-1", 1)}

    answer = await desk.replay("case-1")

    assert answer.status_code == 409
    assert [(t["topic"], t["replayed"], t["waiting"]) for t in answer.json()["replayed"]] == [
        (Counted.topic, 0, 2),
        (OTHER_TOPIC, 2, 0),
    ]


async def test_a_replay_of_one_topic_leaves_the_other(desk: Desk) -> None:
    await desk.poisoned("case-1", 1)
    await desk.poisoned("case-1", 7, topic=OTHER_TOPIC)
    desk.mend()

    answer = await desk.replay("case-1", topic=OTHER_TOPIC, consumer=CONSUMER)
    nowhere = await desk.replay("case-1", topic="test.elsewhere.v1")
    nobody = await desk.replay("case-1", consumer="somebody")

    assert [t["topic"] for t in answer.json()["replayed"]] == [OTHER_TOPIC]
    assert [item["topic"] for item in await desk.listed()] == [Counted.topic]
    assert (nowhere.status_code, nobody.status_code) == (404, 404)


async def test_an_event_that_can_never_be_handled_is_set_aside_and_the_rest_goes_on(
    desk: Desk,
) -> None:
    await desk.poisoned("case-1", 1, 2)
    failing, behind = [item["id"] for item in await desk.listed()]

    too_early = await desk.set_aside("case-1", behind)
    elsewhere = await desk.set_aside("case-2", failing)
    done = await desk.set_aside("case-1", failing)
    again = await desk.set_aside("case-1", failing)
    drained = await desk.replay("case-1")

    assert (too_early.status_code, too_early.json()["code"]) == (409, "not-failing")
    assert (elsewhere.status_code, done.status_code, again.status_code) == (404, 200, 404)
    assert drained.json()["replayed"][0]["replayed"] == 1
    assert await effects_of(desk.database, "case-1") == [2]
    row = await row_of(desk.database, failing)
    assert (row.set_aside, row.replay_reason) == (True, "never ours")


async def test_a_record_that_is_no_event_is_listed_and_can_be_set_aside(desk: Desk) -> None:
    record = Record(Counted.topic, 3, 17, b"\xff", b"{not json", ())
    await Taking(desk.database, CONSUMER, desk.effects.handle).take(record)
    [item] = await desk.listed()

    replayed = await desk.replay(item["key"])
    done = await desk.set_aside(item["key"], item["id"])

    assert (item["key"], item["event_type"], item["partition"], item["offset"]) == (
        *("\\xff", None),
        *(3, 17),
    )
    assert (replayed.status_code, done.status_code) == (409, 200)
    assert await desk.listed() == []
