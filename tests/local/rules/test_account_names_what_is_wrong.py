"""One thing wrong in a finished system is named: on which line, as what, and which thing it is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from local_stack.account.balance import account_of
from local_stack.account.events import CASES_TOPIC, SUBMITTED
from local_stack.account.facts import Accepted, AnswerTaken, Call
from local_stack.account.lines import Line
from tests.builders.account_lines import (
    ANSWERS,
    CABINET,
    CALLS,
    DELIVERED,
    FIRST_EVENTS,
    HISTORY,
    KNOWN,
    LOOKS,
    OUTCOMES,
    PROVED,
    RELIED_ON,
    TAKEN,
    TAKEN_IN,
    TOLD,
    VERSIONS,
    line_of,
)
from tests.builders.books import InventedSystem, books_of, event, finished
from tests.builders.invented_rows import LONG_AGO, NOW, SWEEP
from tests.builders.mischief import (
    published_again,
    second_look,
    second_message,
    strayed,
    swapped,
    unpublished,
)

Mischief = Callable[[InventedSystem], object]
ANSWER = f"case-1/insured/insurance/{LONG_AGO.isoformat()}"


def a_later_answer(system: InventedSystem) -> AnswerTaken:
    """Let the same question of case 1 have been answered once more."""
    later = replace(system.answers_taken[1], recorded_at=NOW)
    system.answers_taken.append(later)
    return later


def ends_swapped(system: InventedSystem) -> None:
    """Let the end of the second message of case 1 be told before that of the first."""
    second_message(system)
    swapped(system, "d-1", "d-m-9")


def an_end_strayed(system: InventedSystem) -> None:
    """Let the ends of two messages of case 1 lie in two partitions."""
    second_message(system)
    strayed(system, "d-m-9")


def a_look_strayed(system: InventedSystem) -> None:
    """Let two looks of case 1 lie in two partitions."""
    second_look(system, LONG_AGO)
    strayed(system, "l-9")


WRONG: list[tuple[str, Mischief, str, str, str]] = [
    ("no row of a case", lambda s: s.cases.pop("case-1"), FIRST_EVENTS, "double", "case-1"),
    ("no first event", lambda s: unpublished(s, "s-1"), FIRST_EVENTS, "missing", "case-1"),
    (
        "two first events",
        lambda s: published_again(s, "s-1", other_id="another"),
        *(FIRST_EVENTS, "double", "case-1"),
    ),
    (
        "no line of history",
        lambda s: s.history.remove(("case-1", 2)),
        VERSIONS,
        "missing",
        "case-1/2",
    ),
    ("a line twice", lambda s: s.history.append(("case-1", 2)), VERSIONS, "double", "case-1/2"),
    (
        "a line of no case",
        lambda s: s.history.append(("case-9", 1)),
        VERSIONS,
        "double",
        "case-9/1",
    ),
    ("no event of a line", lambda s: unpublished(s, "n-1"), HISTORY, "missing", "case-1/2"),
    (
        "two events of a line",
        lambda s: published_again(s, "n-1", other_id="another"),
        *(HISTORY, "double", "case-1/2"),
    ),
    (
        "an event of no line",
        lambda s: s.publish(CASES_TOPIC, 1, event("x", "a", SUBMITTED, "case-1", case_version=9)),
        *(HISTORY, "double", "case-1/9"),
    ),
    ("an order", lambda s: swapped(s, "m-1", "k-1"), HISTORY, "out_of_order", "case-1/2"),
    ("a message first", lambda s: swapped(s, "n-1", "m-1"), HISTORY, "out_of_order", "case-1/2"),
    ("a partition", lambda s: strayed(s, "k-1"), HISTORY, "out_of_order", "case-1/3"),
    (
        "a delivery before an earlier one",
        ends_swapped,
        *(DELIVERED, "out_of_order", "m-1"),
    ),
    (
        "a delivery elsewhere",
        an_end_strayed,
        *(DELIVERED, "out_of_order", "m-9"),
    ),
    (
        "a look before an earlier one",
        lambda s: second_look(s, LONG_AGO - timedelta(seconds=1)),
        *(LOOKS, "out_of_order", "evidence-intent-9/sigorta"),
    ),
    (
        "a look elsewhere",
        a_look_strayed,
        *(LOOKS, "out_of_order", "evidence-intent-9/sigorta"),
    ),
    ("no row of a message", lambda s: s.messages.pop("m-1"), TAKEN_IN, "missing", "m-1"),
    ("a row of no request", lambda s: s.requests.pop("m-1"), TAKEN_IN, "double", "m-1"),
    ("no message", lambda s: s.cabinet.remove("key-m-1"), CABINET, "missing", "key-m-1"),
    ("a message twice", lambda s: s.cabinet.append("key-m-1"), CABINET, "double", "key-m-1"),
    ("a message of no row", lambda s: s.cabinet.append("key-x"), CABINET, "double", "key-x"),
    (
        "a message though refused",
        lambda s: s.messages.update({"m-1": "failed"}),
        *(CABINET, "double", "key-m-1"),
    ),
    ("no event of a delivery", lambda s: unpublished(s, "d-1"), DELIVERED, "missing", "m-1"),
    (
        "two events of a delivery",
        lambda s: published_again(s, "d-1", other_id="another"),
        *(DELIVERED, "double", "m-1"),
    ),
    (
        "an event of no delivery",
        lambda s: s.messages.update({"m-1": "unknown"}),
        *(DELIVERED, "double", "m-1/delivered"),
    ),
    ("a case not told", lambda s: s.requests.update({"m-1": ""}), KNOWN, "missing", "m-1"),
    ("no intent", lambda s: s.intents.pop("intent-1"), OUTCOMES, "double", "intent-1"),
    ("no intent of a call", lambda s: s.intents.pop("intent-1"), CALLS, "missing", "call 2"),
    ("two outcomes", lambda s: s.outcomes.append("intent-1"), OUTCOMES, "double", "intent-1"),
    (
        "no event of an outcome",
        lambda s: unpublished(s, "l-1"),
        *(LOOKS, "missing", "evidence-intent-1/sigorta"),
    ),
    (
        "two events of an outcome",
        lambda s: published_again(s, "l-1", other_id="another"),
        *(LOOKS, "double", "evidence-intent-1/sigorta"),
    ),
    ("no evidence of an answer", lambda s: s.evidence.pop(), TAKEN, "missing", ANSWER),
    ("evidence twice", lambda s: s.evidence.append(s.evidence[1]), TAKEN, "double", ANSWER),
    ("evidence of no answer", lambda s: s.answers_taken.pop(), TAKEN, "double", ANSWER),
    (
        "evidence of another answer",
        lambda s: s.evidence.append(replace(s.evidence.pop(), gateway_evidence_id="other")),
        *(RELIED_ON, "missing", "case-1/evidence-intent-1"),
    ),
    (
        "evidence of no look",
        lambda s: s.intents.pop("intent-1"),
        *(PROVED, "missing", "case-1/evidence-intent-1"),
    ),
    (
        "evidence of another case's look",
        lambda s: s.intents.update({"intent-1": "case-0"}),
        *(PROVED, "missing", "case-1/evidence-intent-1"),
    ),
    (
        "one look for two answers",
        lambda s: s.evidence.append(replace(s.evidence[1], answer=a_later_answer(s))),
        *(PROVED, "double", "case-1/evidence-intent-1"),
    ),
    (
        "an unnamed call",
        lambda s: s.calls.append(Call(9, "sigorta", None)),
        CALLS,
        "missing",
        "call 9",
    ),
    (
        "a call elsewhere",
        lambda s: s.calls.append(Call(9, "monitorinq", "intent-1")),
        *(CALLS, "missing", "call 9"),
    ),
    (
        "a call twice",
        lambda s: s.calls.append(Call(9, "sigorta", "intent-1")),
        *(CALLS, "double", "intent-1"),
    ),
]


@pytest.mark.parametrize(
    ("mischief", "what", "kind", "example"), [each[1:] for each in WRONG], ids=[e[0] for e in WRONG]
)
def test_what_is_wrong_is_named(mischief: Mischief, what: str, kind: str, example: str) -> None:
    system = finished()
    mischief(system)
    books = books_of(system)

    assert getattr(line_of(books, what), kind) == (example,)
    assert not account_of(books, sweep=SWEEP).holds


def test_an_intent_without_outcome_is_missing_once_the_sweep_should_have_come() -> None:
    system = finished()
    system.outcomes.remove("intent-1")
    forgotten = books_of(system)
    system.open_intents.append("intent-1")
    books = books_of(system)
    aged = replace(books.after.gateway, opened_at={"intent-1": LONG_AGO})
    overdue = replace(books, after=replace(books.after, gateway=aged))

    assert line_of(books, OUTCOMES).waiting == ("intent-1",)
    assert line_of(books, OUTCOMES).holds
    assert line_of(overdue, OUTCOMES).missing == ("intent-1",)
    assert line_of(forgotten, OUTCOMES).missing == ("intent-1",)


def test_what_clients_were_told_must_be_there_once() -> None:
    books = books_of(finished())
    told = (Accepted("case-0", "r0"), Accepted("case-0", "r0"), Accepted("case-1", "r1"))

    balanced = line_of(replace(books, accepted=told), TOLD)
    lost = line_of(replace(books, accepted=(*told, Accepted("case-7"))), TOLD)
    twice = line_of(replace(books, accepted=(*told, Accepted("case-1", "r0"))), TOLD)

    assert (balanced.expected, balanced.found, balanced.holds) == (2, 2, True)
    assert lost.missing == ("case-7",)
    assert twice.double == ("case-1",)


def test_a_kept_answer_and_a_case_belong_together() -> None:
    books = books_of(finished())
    cases = books.after.applications

    def with_answers(*answers: str) -> Line:
        after = replace(books.after, applications=replace(cases, answers=answers))
        return line_of(replace(books, after=after), ANSWERS)

    assert with_answers("case-0", "case-1").holds
    assert with_answers("case-0", "case-1", "case-9").missing == ("case-9",)
    assert with_answers("case-0").double == ("case-1",)
    assert with_answers("case-0", "case-1", "case-1").double == ("case-1",)


def test_a_case_whose_answer_may_be_forgotten_needs_none() -> None:
    books = books_of(finished())
    cases = books.after.applications
    old = tuple(replace(case, answer_kept=False) for case in cases.cases)
    after = replace(books.after, applications=replace(cases, cases=old, answers=()))

    assert line_of(replace(books, after=after), ANSWERS).holds
