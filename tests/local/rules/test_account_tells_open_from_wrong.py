"""What is on its way, comes twice or was let go of is told, and is no fault."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from local_stack.account.asked import Timer
from local_stack.account.balance import account_of
from local_stack.account.events import (
    CASES_TOPIC,
    DELIVERIES_TOPIC,
    MEIS_TOPIC,
    PASSPORTS_TOPIC,
    SUBMITTED,
    Topics,
)
from local_stack.account.events import FAILED as FAILED_TYPE
from local_stack.account.facts import Books, Machinery, Parked, Stored
from local_stack.account.lines import EXAMPLES, Tally
from local_stack.account.reading import topics_of
from tests.builders.account_lines import (
    CABINET,
    CALLS,
    DELIVERED,
    DUE,
    FAILED,
    HISTORY,
    KNOWN,
    LEASES,
    LOOKS,
    OUTBOXES,
    PARKED,
    RECORDS,
    TAKEN_IN,
    line_of,
)
from tests.builders.books import books_of, event, finished
from tests.builders.invented_rows import LONG_AGO, NOW, SWEEP
from tests.builders.mischief import published_again, second_look, second_message, unpublished


def test_an_event_that_comes_again_is_told_and_is_no_fault() -> None:
    system = finished()
    published_again(system, "n-1")
    published_again(system, "d-1")
    books = books_of(system)

    assert account_of(books, sweep=SWEEP).holds
    assert line_of(books, HISTORY).repeated == 1
    assert line_of(books, DELIVERED).repeated == 1
    assert line_of(books, RECORDS).repeated == 2


def test_what_waits_in_an_outbox_is_open_unless_a_later_event_has_gone_before_it() -> None:
    system = finished()
    unpublished(system, "k-1")
    system.outboxes["applications"].append(
        event("k-1", "applications", "az.dost.case.advanced.v1", "case-1", case_version=3)
    )
    waits = books_of(system)
    unpublished(system, "n-1")
    unpublished(system, "m-1")
    system.outboxes["applications"].insert(
        0, event("n-1", "applications", "az.dost.case.advanced.v1", "case-1", case_version=2)
    )
    system.publish(CASES_TOPIC, 1, system.outboxes["applications"].pop())
    overtaken = books_of(system)

    assert line_of(waits, HISTORY).waiting == ("case-1/3",)
    assert line_of(waits, HISTORY).holds
    assert line_of(waits, OUTBOXES).open == 1
    assert line_of(overtaken, HISTORY).out_of_order == ("case-1/2",)


@pytest.mark.parametrize(
    ("consumer", "topic", "what"),
    [("notifications", CASES_TOPIC, TAKEN_IN), ("applications", DELIVERIES_TOPIC, KNOWN)],
)
def test_an_event_its_consumer_has_not_come_to_is_on_its_way(
    consumer: str, topic: str, what: str
) -> None:
    system = finished()
    system.messages.pop("m-1") if consumer == "notifications" else None
    system.requests["m-1"] = ""
    passed_over = line_of(books_of(system), what)
    system.committed[consumer][(topic, 1)] = 0
    ahead = line_of(books_of(system), what)

    assert passed_over.missing == ("m-1",)
    assert (ahead.waiting, ahead.missing) == (("m-1",), ())


def test_a_parked_event_is_open_one_let_go_is_told_and_one_replayed_must_have_its_row() -> None:
    system = finished()
    system.messages.pop("m-1")
    books = books_of(system)

    def with_parked(*, waits: bool = False, let_go: bool = False) -> Books:
        machinery = Machinery(NOW, parked=(Parked("notifications", "m-1", waits, let_go),))
        notifications = replace(books.after.notifications, machinery=machinery)
        return replace(books, after=replace(books.after, notifications=notifications))

    waits, let_go, replayed = with_parked(waits=True), with_parked(let_go=True), with_parked()

    assert line_of(waits, TAKEN_IN).waiting == ("m-1",)
    assert line_of(waits, PARKED).note == "notifications: 1"
    assert line_of(let_go, TAKEN_IN).holds
    assert line_of(let_go, TAKEN_IN).note == "1 let go of by somebody"
    assert line_of(let_go, PARKED).open == 0
    assert line_of(replayed, TAKEN_IN).missing == ("m-1",)


def test_a_refused_message_is_told_apart_and_its_case_must_know() -> None:
    system = finished()
    system.messages["m-1"] = "failed"
    system.cabinet.remove("key-m-1")
    unpublished(system, "d-1")
    untold = line_of(books_of(system), DELIVERED)
    failed = event("f-1", "notifications", FAILED_TYPE, "case-1", request_id="m-1")
    system.publish(DELIVERIES_TOPIC, 1, failed)
    system.requests["m-1"] = ""
    unknown = line_of(books_of(system), KNOWN)
    system.requests["m-1"] = "failed"
    account = account_of(books_of(system), sweep=SWEEP)

    assert untold.missing == ("m-1",)
    assert unknown.missing == ("m-1",)
    assert account.holds
    assert (account.open, line_of(books_of(system), FAILED).found) == (0, 1)


def test_the_messages_of_a_case_must_reach_the_cabinet_as_they_were_asked_for() -> None:
    system = finished()
    second_message(system)
    clock_set_back = {"m-1": NOW, "m-9": LONG_AGO}
    books = books_of(system)
    messages = tuple(
        replace(each, recorded_at=clock_set_back[each.request_id])
        for each in books.after.notifications.messages
        if each.request_id in clock_set_back
    )
    after = replace(
        books.after, notifications=replace(books.after.notifications, messages=messages)
    )

    def stored(*client_keys: str) -> Books:
        cabinet = tuple(Stored(client_key, 1) for client_key in client_keys)
        return replace(books, after=after, outside=replace(books.outside, stored=cabinet))

    assert line_of(stored("key-m-1", "key-m-9"), CABINET).out_of_order == ()
    assert line_of(stored("key-m-9", "key-m-1"), CABINET).out_of_order == ("key-m-1",)


def test_what_a_relay_sends_again_is_no_disorder() -> None:
    system = finished()
    second_message(system)
    second_look(system, LONG_AGO + timedelta(seconds=1))
    for event_id in ("d-1", "d-m-9", "l-1", "l-9", "n-1", "m-1"):
        published_again(system, event_id)
    account = account_of(books_of(system), sweep=SWEEP)

    assert account.holds
    assert line_of(books_of(system), RECORDS).repeated == 6


@pytest.mark.parametrize(
    ("service", "what", "waiting", "named"),
    [
        ("notifications", DELIVERED, "d-1", "m-1"),
        ("meis_gateway", LOOKS, "l-1", "evidence-intent-1/sigorta"),
    ],
)
def test_an_event_that_waits_while_a_later_one_has_gone_is_out_of_order(
    service: str, what: str, waiting: str, named: str
) -> None:
    system = finished()
    second_message(system)
    second_look(system, LONG_AGO + timedelta(seconds=1))
    [seen] = [each for each in system.records if each.event.id == waiting]
    unpublished(system, waiting)
    system.outboxes[service].append(seen.event)

    assert line_of(books_of(system), what).out_of_order == (named,)


def test_an_event_of_a_kind_nobody_ordered_is_no_disorder() -> None:
    system = finished()
    system.publish(CASES_TOPIC, 1, event("x", "applications", "az.dost.case.noted.v1", "case-1"))
    system.publish(DELIVERIES_TOPIC, 1, event("y", "notifications", "az.dost.x.v1", "case-1"))

    assert account_of(books_of(system), sweep=SWEEP).holds


@pytest.mark.parametrize("state", ["pending", "sending", "unknown"])
def test_a_message_that_is_being_sent_is_open_in_the_cabinet_or_not(state: str) -> None:
    system = finished()
    system.messages["m-1"] = state
    unpublished(system, "d-1")
    stored = line_of(books_of(system), CABINET)
    system.cabinet.remove("key-m-1")
    not_stored = line_of(books_of(system), CABINET)

    assert stored.holds
    assert not_stored.waiting == ("key-m-1",)
    assert not_stored.holds


def test_due_work_and_overdue_leases_are_open() -> None:
    books = books_of(finished())
    machinery = Machinery(NOW, leases={"timers": 2, "registry questions": 0})
    applications = replace(
        books.after.applications,
        machinery=machinery,
        timers=(Timer("case-0", NOW), Timer("case-1", NOW + timedelta(seconds=1))),
        due_questions=("case-1",),
    )
    after = replace(books.after, applications=applications)
    account = account_of(replace(books, after=after), sweep=SWEEP)
    lines = {line.what: line for line in account.lines}

    assert lines[DUE].waiting == ("case-0", "case-1")
    assert lines[DUE].note == "timers: 1; questions: 1"
    assert (lines[LEASES].open, lines[LEASES].note) == (2, "applications timers: 2")
    assert account.holds


def test_the_age_of_the_oldest_waiting_event_is_told() -> None:
    books = books_of(finished())
    waiting = (event("x", "applications", SUBMITTED, "case-1"),)
    applications = replace(books.after.applications, machinery=Machinery(NOW, waiting))
    after = replace(books.after, applications=applications)

    assert line_of(replace(books, after=after), OUTBOXES).note == "applications: 1, oldest 3600 s"


def test_what_a_topic_no_longer_holds_is_not_looked_for() -> None:
    books = books_of(finished())
    newest = tuple(each for each in books.topics.seen if each.place[0] == PASSPORTS_TOPIC)
    gone = dict.fromkeys((CASES_TOPIC, DELIVERIES_TOPIC, MEIS_TOPIC), LONG_AGO)
    cut = replace(books, topics=Topics(newest, oldest=gone))

    assert account_of(cut, sweep=SWEEP).holds
    assert "begins later than the system" in line_of(cut, RECORDS).note
    assert not account_of(replace(books, topics=Topics(newest)), sweep=SWEEP).holds


def test_calls_that_the_sandbox_forgot_are_told() -> None:
    books = books_of(finished())
    outside = replace(books.outside, forgotten=12)

    assert "first 12 calls" in line_of(replace(books, outside=outside), CALLS).note
    assert line_of(books, CALLS).note == ""


def test_intents_from_before_the_list_of_calls_began_are_told() -> None:
    books = books_of(finished())
    outside = replace(books.outside, calls=(), since=NOW)
    line = line_of(replace(books, outside=outside), CALLS)

    assert line.holds
    assert (
        line.note == "the list of calls begins 2026-03-10T06:00:00+00:00, intents from before it: 2"
    )


def test_the_first_record_tells_what_a_cut_topic_still_holds() -> None:
    at = LONG_AGO.isoformat()
    told = ["event", CASES_TOPIC, 0, 5, "id", "applications", SUBMITTED, "case-1", at]
    topics = topics_of(
        [
            ["begins", CASES_TOPIC, 0, 5],
            ["begins", DELIVERIES_TOPIC, 0, 0],
            ["committed", "notifications", CASES_TOPIC, 0, 6],
            [*told, 1, None, None, None, None, None],
            ["unreadable", CASES_TOPIC, 0, 6],
        ]
    )

    assert topics.oldest == {CASES_TOPIC: LONG_AGO}
    assert topics.unreadable == 1
    assert topics.taken_over("notifications", topics.seen[0])
    assert not topics.taken_over("applications", topics.seen[0])


def test_a_line_names_some_and_counts_all() -> None:
    wanted = [f"id-{number:03}" for number in range(50)]
    said = Tally("things", wanted, [], explained=[]).line().as_json()

    assert said["missing"] == 50
    assert said["examples"] == said["named"]["missing"] == wanted[:EXAMPLES]
    assert json.dumps(said)
