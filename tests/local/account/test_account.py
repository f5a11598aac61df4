"""`dost account` on real servers: what is wrong is named, and the command ends with 1."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from local_stack.ports import free_port
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
)
from tests.builders.kafka import put
from tests.builders.small_system import SmallSystem
from tests.builders.whole_case import Whole


async def test_a_system_in_which_all_is_done_balances(system: SmallSystem, tmp_path: Path) -> None:
    told = [await system.case() for _ in range(3)]
    file = tmp_path / "accepted.jsonl"
    file.write_text("".join(json.dumps({"case_id": each.case_id}) + "\n" for each in told))

    said = await system.account("--json", "--accepted", str(file))

    assert (said.code, said.ok, said.open, said.errors) == (0, True, 0, "")
    assert {line["what"]: line["expected"] for line in said.lines.values()} | {
        TOLD: 3,
        HISTORY: 9,
        CABINET: 3,
        CALLS: 3,
    } == {line["what"]: line["found"] for line in said.lines.values()}


@dataclass(frozen=True)
class Wrong:
    """A case without some of its things, what else is done to it, and how it must be told."""

    what: str
    kind: str
    told_as: Callable[[Whole], str]
    without: frozenset[str] = frozenset()
    also: Callable[[SmallSystem, Whole], Awaitable[object]] | None = None


def without(*names: str) -> frozenset[str]:
    return frozenset(names)


def case(whole: Whole) -> str:
    return whole.case_id


def line(version: int) -> Callable[[Whole], str]:
    return lambda whole: f"{whole.case_id}/{version}"


def request(whole: Whole) -> str:
    return whole.request_id


def look(whole: Whole) -> str:
    return f"{whole.evidence_id}/sigorta"


def answer(whole: Whole) -> str:
    return f"{whole.case_id}/insured/insurance/{whole.recorded_at.isoformat()}"


def proof(whole: Whole) -> str:
    return f"{whole.case_id}/{whole.evidence_id}"


async def twice(system: SmallSystem, whole: Whole, name: str) -> None:
    await put(system.broker, whole.event(name))


async def in_reverse(system: SmallSystem, whole: Whole) -> None:
    await put(system.broker, *(whole.event(name) for name in ("known", "notified")))


async def another_answer(system: SmallSystem, whole: Whole) -> None:
    await system.insert(*whole.row("answer"))


async def an_old_intent(system: SmallSystem, _: Whole) -> None:
    statement = "UPDATE open_intents SET opened_at = now() - interval '1 hour'"
    await system.execute("meis_gateway", statement)


WRONG: dict[str, Wrong] = {
    "an answer 201 without a case": Wrong(ANSWERS, "missing", case, without("case")),
    "a case without an answer": Wrong(ANSWERS, "double", case, without("answer")),
    "two answers for one case": Wrong(ANSWERS, "double", case, also=another_answer),
    "a case without its first event": Wrong(FIRST_EVENTS, "missing", case, without("submitted")),
    "a case with two first events": Wrong(
        *(FIRST_EVENTS, "double", case), also=lambda s, w: twice(s, w, "submitted")
    ),
    "a version without its history": Wrong(VERSIONS, "missing", line(2), without("line 2")),
    "a change without its event": Wrong(HISTORY, "missing", line(2), without("notified")),
    "a change with two events": Wrong(
        *(HISTORY, "double", line(2)), also=lambda s, w: twice(s, w, "notified")
    ),
    "events in another order": Wrong(
        *(HISTORY, "out_of_order", line(2), without("notified", "known")), also=in_reverse
    ),
    "a message nobody took in": Wrong(TAKEN_IN, "missing", request, without("message")),
    "a row nobody asked for": Wrong(TAKEN_IN, "double", request, without("request")),
    "a message that is not in the cabinet": Wrong(
        *(CABINET, "missing", lambda w: w.client_key, without("stored"))
    ),
    "a message twice in the cabinet": Wrong(
        *(CABINET, "double", lambda w: f"other-{w.client_key}"),
        also=lambda s, w: s.store(f"other-{w.client_key}"),
    ),
    "a delivery without its event": Wrong(DELIVERED, "missing", request, without("delivered")),
    "a delivery with two events": Wrong(
        *(DELIVERED, "double", request), also=lambda s, w: twice(s, w, "delivered")
    ),
    "a refusal the case is not told of": Wrong(
        *(DELIVERED, "missing", request, without("delivered", "stored")),
        also=lambda s, _: s.execute("notifications", "UPDATE messages SET state = 'failed'"),
    ),
    "a delivery the case does not know": Wrong(
        *(KNOWN, "missing", request),
        also=lambda s, _: s.execute("applications", "UPDATE messages SET delivered_at = NULL"),
    ),
    "an intent the sweep passed over": Wrong(
        *(OUTCOMES, "missing", lambda w: w.intent_id, without("outcome", "looked")),
        also=an_old_intent,
    ),
    "an intent that no sweep will find": Wrong(
        *(OUTCOMES, "missing", lambda w: w.intent_id, without("outcome", "looked")),
        also=lambda s, _: s.execute("meis_gateway", "DELETE FROM open_intents"),
    ),
    "an outcome without its event": Wrong(LOOKS, "missing", look, without("looked")),
    "an outcome with two events": Wrong(
        *(LOOKS, "double", look), also=lambda s, w: twice(s, w, "looked")
    ),
    "an answer without its evidence": Wrong(TAKEN, "missing", answer, without("evidence")),
    "an answer with two pieces of evidence": Wrong(
        *(TAKEN, "double", answer), also=lambda s, w: s.insert(*w.row("evidence"))
    ),
    "evidence of an answer the case never took": Wrong(
        *(TAKEN, "double", answer, without("line 2"))
    ),
    "a step that rests on no evidence": Wrong(RELIED_ON, "missing", proof, without("evidence")),
    "evidence of which the gateway knows nothing": Wrong(
        *(PROVED, "missing", proof, without("intent"))
    ),
    "a call of no intent": Wrong(CALLS, "missing", lambda _: "call 2", without("intent")),
    "a call that names no intent": Wrong(
        *(CALLS, "missing", lambda _: "call 3"), also=lambda s, _: s.ask(None)
    ),
    "two calls of one intent": Wrong(
        *(CALLS, "double", lambda w: w.intent_id), also=lambda s, w: s.ask(w.intent_id)
    ),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
async def test_what_is_wrong_is_named_and_ends_the_command_with_1(
    system: SmallSystem, wrong: Wrong
) -> None:
    whole = await system.case(without=wrong.without)
    if wrong.also is not None:
        await wrong.also(system, whole)
    await system.consumers_have_come()

    said = await system.account()

    assert (said.code, said.ok) == (1, False), said.errors
    assert said.lines[wrong.what]["named"][wrong.kind] == [wrong.told_as(whole)]
    assert wrong.told_as(whole) in said.lines[wrong.what]["examples"]


async def test_what_clients_were_told_and_nobody_stored_is_named(
    system: SmallSystem, tmp_path: Path
) -> None:
    one, other = await system.case(), await system.case()
    told = [
        {"case_id": one.case_id, "receipt": "a"},
        {"case_id": other.case_id, "receipt": "a"},
        {"case_id": "lost", "receipt": "b"},
    ]
    file = tmp_path / "accepted.jsonl"
    file.write_text("\n".join(json.dumps(each) for each in told))

    said = await system.account("--json", "--accepted", str(file))

    assert said.code == 1
    assert said.lines[TOLD]["named"] == {
        "missing": ["lost"],
        "double": [max(one.case_id, other.case_id)],
    }


async def test_an_account_in_words_names_what_is_wrong_and_nobody(system: SmallSystem) -> None:
    whole = await system.case(without={"stored"})

    said = await system.account("--wait", "0")

    assert said.code == 1
    assert f"missing: {whole.client_key}" in said.text
    assert f"The account does NOT balance: {CABINET}." in said.text
    assert "5ZK1Q2W" not in said.text


@pytest.mark.parametrize("part", ["DATABASE_URL", "KAFKA_BOOTSTRAP", "PORTS__SANDBOX"])
async def test_a_part_that_does_not_answer_is_neither_balance_nor_fault(
    system: SmallSystem, part: str
) -> None:
    nowhere = free_port()
    address = {
        "DATABASE_URL": f"postgresql://dost@127.0.0.1:{nowhere}/postgres",
        "KAFKA_BOOTSTRAP": f"127.0.0.1:{nowhere}",
        "PORTS__SANDBOX": f"{nowhere}",
    }
    said = await system.account(env={part: address[part]})

    assert (said.code, said.text) == (2, "")
    assert "What to do:" in said.errors


async def test_a_file_of_answers_that_is_none_is_refused(
    system: SmallSystem, tmp_path: Path
) -> None:
    file = tmp_path / "accepted.jsonl"
    file.write_text('{"case": 1}\n')

    said = await system.account("--json", "--accepted", str(file))

    assert said.code == 2
    assert "can't be read as answers: KeyError" in said.errors
