"""What a registry's reply is worth."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meis_gateway.clients.subsystems import packaged_subsystems
from meis_gateway.domain.answers import Answer, Freshness, SourceError
from meis_gateway.domain.questions import Identifier, Query
from meis_gateway.domain.replies import CLOCKS_DIFFER, Reply, judged

NOW = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
SIGORTA = packaged_subsystems()["sigorta"]
LIMIT = SIGORTA.freshness_limit
SEVINC = Identifier("fin", "5ZK1Q2W")
INSURED = Query(SEVINC, ("insured",), ())
FETCH = Query(SEVINC, (), ("identity", "dependants"))
SAYS_YES = Reply(SEVINC, {"insured": "yes"}, {}, NOW)


@pytest.mark.parametrize("word", ["yes", "no"])
def test_a_recent_word_about_the_right_person_counts(word: str) -> None:
    source = judged(SIGORTA, INSURED, replace(SAYS_YES, answers={"insured": word}), NOW)

    assert (source.answer, source.error) == (Answer(word), None)
    assert (source.as_of, source.freshness) == (NOW, Freshness.FRESH)


@pytest.mark.parametrize(
    "somebody_else", [Identifier("fin", "7AB1C2D"), Identifier("passport", "5ZK1Q2W")]
)
@pytest.mark.parametrize("query", [INSURED, FETCH])
def test_an_answer_about_another_person_is_unknown_and_releases_nothing(
    somebody_else: Identifier, query: Query
) -> None:
    reply = Reply(somebody_else, {"insured": "no"}, {"identity": {"name": "x"}}, NOW)

    source = judged(SIGORTA, query, reply, NOW)

    assert (source.answer, source.error) == (Answer.UNKNOWN, SourceError.WRONG_PERSON)
    assert (source.attributes, source.as_of) == ({}, None)


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=1000)))
def test_a_word_counts_up_to_the_limit_of_its_registry_and_not_beyond(age: timedelta) -> None:
    source = judged(SIGORTA, INSURED, replace(SAYS_YES, as_of=NOW - age), NOW)

    counts = age <= LIMIT
    assert (source.answer is Answer.YES) == counts
    assert (source.error is SourceError.STALE) == (not counts)


def test_a_registry_whose_clock_is_a_little_ahead_is_believed() -> None:
    ahead = judged(SIGORTA, INSURED, replace(SAYS_YES, as_of=NOW + CLOCKS_DIFFER), NOW)
    beyond = replace(SAYS_YES, as_of=NOW + CLOCKS_DIFFER + timedelta(seconds=1))

    assert ahead.answer is Answer.YES
    assert judged(SIGORTA, INSURED, beyond, NOW).error is SourceError.MALFORMED


@pytest.mark.parametrize(
    "answers",
    [{}, {"insured": "maybe"}, {"insured": "unknown"}, {"insured": "conflict"}, {"x": "yes"}],
)
def test_a_reply_without_a_yes_or_no_to_the_question_is_unknown(answers: dict[str, str]) -> None:
    source = judged(SIGORTA, INSURED, replace(SAYS_YES, answers=answers), NOW)

    assert (source.answer, source.error) == (Answer.UNKNOWN, SourceError.MALFORMED)


def test_what_the_registry_holds_nothing_for_stays_null_so_that_a_paper_stands_in() -> None:
    source = judged(SIGORTA, FETCH, Reply(SEVINC, {}, {"identity": {"name": "x"}}, NOW), NOW)

    assert source.answer is Answer.YES
    assert source.attributes == {"identity": {"name": "x"}, "dependants": None}
    assert source.released == ("identity",)


def test_what_nobody_asked_for_goes_no_further() -> None:
    told: dict[str, Any] = {"identity": {"name": "x"}, "income": 12}

    source = judged(SIGORTA, INSURED, replace(SAYS_YES, attributes=told), NOW)

    assert source.attributes == {}


def test_neither_person_nor_values_show_in_what_a_programmer_prints() -> None:
    source = judged(SIGORTA, FETCH, Reply(SEVINC, {}, {"identity": {"name": "Sevinc"}}, NOW), NOW)

    assert "5ZK1Q2W" not in repr(FETCH)
    assert "Sevinc" not in repr(source)
