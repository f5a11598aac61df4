"""`dost account` on real servers: what a case must have asked for, and asked for once."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.builders.account_lines import DECIDED, FIRED, ONCE
from tests.builders.small_system import SmallSystem
from tests.builders.whole_case import MORNING, Whole

OLD_TERM, NEW_TERM = date(2026, 3, 31), date(2026, 4, 30)
NOTHING_ASKED = {"request", "requested", "message", "stored", "delivered"}


async def the_term_grows(system: SmallSystem) -> None:
    """Let the last day of the term be later than what was told, and the timer wait for its cut-off."""
    statement = "UPDATE messages SET term_on = $1, outdated = true"
    await system.execute("applications", statement, OLD_TERM)
    later = MORNING + timedelta(days=30)
    set_anew = "UPDATE timers SET state = 'waiting', due_at = $1"
    await system.execute("applications", set_anew, later)


async def the_timer_fires_again(system: SmallSystem) -> None:
    """Let the timer have fired at the cut-off of the new term."""
    await system.execute("applications", "UPDATE timers SET state = 'fired'")


async def told_again(system: SmallSystem, whole: Whole, **changes: Any) -> None:
    """Let the case have asked for a second message, which went all the way as the first did."""
    again = replace(whole, request_id=str(uuid4()), client_key=uuid4().hex)
    database, table, request = again.row("request")
    asked = {"serial": 2, "requested_at": MORNING + timedelta(days=30), **changes}
    await system.insert(database, table, {**request, **asked})
    await system.insert(*again.row("message"))
    await system.store(again.client_key)


async def decided(system: SmallSystem, whole: Whole, state: str, contact: str) -> None:
    """Let a case be decided by a passport that lets the person be written to, or does not."""
    handling = json.dumps({"handling": {"contact": contact}})
    copy = {"service_id": "childcare-benefit", "version": 1, "data": handling}
    dates = {"valid_from": MORNING, "received_at": MORNING}
    await system.insert("applications", "passport_copies", copy | dates)
    statement = "UPDATE cases SET state = $1 WHERE id = $2"
    await system.execute("applications", statement, state, whole.case_id)


async def test_a_timer_that_fired_and_asked_for_nothing_is_missed(system: SmallSystem) -> None:
    whole = await system.case(without=NOTHING_ASKED)

    said = await system.account()

    assert (said.code, said.ok) == (1, False), said.errors
    assert said.lines[FIRED]["named"] == {"missing": [whole.case_id]}


async def test_a_second_notice_is_missed_although_the_first_one_told_of_a_term_that_has_grown(
    system: SmallSystem,
) -> None:
    whole = await system.case()
    await the_term_grows(system)
    before = await system.account()
    await the_timer_fires_again(system)

    said = await system.account()

    assert (before.code, before.ok) == (0, True), before.lines
    assert (said.code, said.ok) == (1, False), said.errors
    assert said.lines[FIRED]["named"] == {"missing": [whole.case_id]}


async def test_a_second_notice_of_the_grown_term_is_found_and_no_double(
    system: SmallSystem,
) -> None:
    whole = await system.case()
    await the_term_grows(system)
    await the_timer_fires_again(system)
    await told_again(system, whole, term_on=NEW_TERM)

    said = await system.account()

    assert said.lines[FIRED]["found"] == 1
    assert said.lines[ONCE]["found"] == 2
    assert not said.lines[FIRED]["named"]
    assert not said.lines[ONCE]["named"]


async def test_a_message_that_was_sent_twice_stays_a_double_when_the_term_has_grown(
    system: SmallSystem,
) -> None:
    whole = await system.case()
    await told_again(system, whole)
    outdated = "UPDATE messages SET term_on = $1, outdated = true"
    await system.execute("applications", outdated, OLD_TERM)

    said = await system.account()

    assert (said.code, said.ok) == (1, False), said.errors
    assert said.lines[ONCE]["named"] == {"double": [f"{whole.case_id}/in-progress/2"]}


async def test_a_message_that_failed_for_good_leaves_room_for_another(system: SmallSystem) -> None:
    whole = await system.case()
    await system.execute("applications", "UPDATE messages SET failed_at = now()")
    await told_again(system, whole)

    said = await system.account()

    assert not said.lines[ONCE]["named"]


async def test_a_rejected_mandate_lets_the_person_be_told_of_it(system: SmallSystem) -> None:
    whole = await system.case()
    await told_again(system, whole, mandate_rejected=True)

    said = await system.account()

    assert not said.lines[ONCE]["named"]


async def test_a_request_for_papers_is_told_to_who_was_told_before(system: SmallSystem) -> None:
    whole = await system.case()
    await told_again(system, whole, asks_for_papers=True)

    said = await system.account()

    assert not said.lines[ONCE]["named"]


async def test_who_takes_the_place_of_a_mistyped_person_is_told_as_well(
    system: SmallSystem,
) -> None:
    whole = await system.case()
    to = {"recipient_role": "person-concerned", "recipient_index_key_id": "k"}
    await told_again(system, whole, **to, recipient_index="of another")
    mistyped = (
        "UPDATE messages SET recipient_role = 'person-concerned', recipient_index_key_id = 'k', "
    )
    mistyped += "recipient_index = 'of one' WHERE serial = 1"
    await system.execute("applications", mistyped)

    said = await system.account()

    assert not said.lines[ONCE]["named"]


@pytest.mark.parametrize(
    ("statement", "missed"),
    [
        ("UPDATE cases SET state = 'submitted'", True),
        ("UPDATE cases SET state = 'withdrawn'", False),
        ('UPDATE cases SET suspensions = \'[{"since": "x", "until": null}]\'', False),
        ('UPDATE cases SET suspensions = \'[{"since": "x", "until": "y"}]\'', True),
    ],
    ids=["open", "over", "suspended", "resumed"],
)
async def test_a_timer_that_fired_is_held_to_what_holds_now_while_the_term_runs(
    system: SmallSystem, statement: str, missed: bool
) -> None:
    await system.case()
    await system.execute("applications", "UPDATE messages SET outdated = true")
    await system.execute("applications", statement)

    said = await system.account()

    assert said.lines[FIRED]["missing"] == missed


@pytest.mark.parametrize("state", ["granted", "refused"])
async def test_a_decision_whose_message_was_never_asked_for_is_missed(
    system: SmallSystem, state: str
) -> None:
    whole = await system.case()
    await decided(system, whole, state, "cabinet")

    said = await system.account()

    assert (said.code, said.ok) == (1, False), said.errors
    assert said.lines[DECIDED]["named"] == {"missing": [whole.case_id]}


async def test_a_closed_case_that_was_decided_must_have_been_told_as_well(
    system: SmallSystem,
) -> None:
    whole = await system.case()
    await decided(system, whole, "closed", "cabinet")
    decision = {"case_id": whole.case_id, "office": "dsmf", "number": "Q-1", "outcome": "granted"}
    signed = {"decided_at": MORNING, "signer": "officer"}
    await system.insert("applications", "decisions", decision | signed)

    said = await system.account()

    assert said.lines[DECIDED]["named"] == {"missing": [whole.case_id]}


async def test_a_decision_that_was_told_is_found(system: SmallSystem) -> None:
    whole = await system.case()
    await decided(system, whole, "granted", "cabinet")
    await told_again(system, whole, template="decision")

    said = await system.account()

    assert (said.lines[DECIDED]["expected"], said.lines[DECIDED]["found"]) == (1, 1)
    assert not said.lines[DECIDED]["named"]


async def test_a_decision_nobody_may_be_written_about_needs_no_message(system: SmallSystem) -> None:
    whole = await system.case()
    await decided(system, whole, "granted", "none")

    said = await system.account()

    assert (said.lines[DECIDED]["expected"], said.lines[DECIDED]["missing"]) == (0, 0)
