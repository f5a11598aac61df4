"""The truth table: what two registries say together about an insured person."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meis_gateway.domain.answers import Answer, SourceError, failed, together

YES, NO, UNKNOWN, CONFLICT = Answer.YES, Answer.NO, Answer.UNKNOWN, Answer.CONFLICT
SAID = st.sampled_from([YES, NO, UNKNOWN])

TABLE = {
    (YES, YES): YES,
    (NO, NO): NO,
    (YES, NO): CONFLICT,
    (NO, YES): CONFLICT,
    (YES, UNKNOWN): UNKNOWN,
    (UNKNOWN, YES): UNKNOWN,
    (NO, UNKNOWN): UNKNOWN,
    (UNKNOWN, NO): UNKNOWN,
    (UNKNOWN, UNKNOWN): UNKNOWN,
}


@pytest.mark.parametrize(("sources", "answer"), TABLE.items())
def test_two_registries_say_together_what_the_table_says(
    sources: tuple[Answer, Answer], answer: Answer
) -> None:
    assert together(sources) is answer


def test_the_table_has_every_pair() -> None:
    assert set(TABLE) == set(product([YES, NO, UNKNOWN], repeat=2))


def test_when_nobody_was_asked_nothing_is_known() -> None:
    assert together([]) is UNKNOWN


@given(
    st.lists(SAID, min_size=1, max_size=6).flatmap(
        lambda s: st.tuples(st.just(s), st.permutations(s))
    )
)
def test_the_order_of_the_registries_never_changes_the_answer(
    orders: tuple[list[Answer], list[Answer]],
) -> None:
    said, otherwise = orders

    assert together(said) is together(otherwise)


@given(
    st.lists(SAID, max_size=6),
    st.sampled_from(list(SourceError)),
    st.integers(min_value=0, max_value=6),
)
def test_a_registry_that_fails_never_lets_the_others_decide(
    said: list[Answer], error: SourceError, place: int
) -> None:
    silent = failed("sigorta", error)

    assert together([*said[:place], silent.answer, *said[place:]]) is UNKNOWN


@given(st.lists(SAID, min_size=1, max_size=6))
def test_no_is_said_only_when_every_registry_says_no(said: list[Answer]) -> None:
    assert (together(said) is NO) == (set(said) == {NO})


@given(st.lists(SAID, min_size=1, max_size=6))
def test_yes_is_said_only_when_every_registry_says_yes(said: list[Answer]) -> None:
    assert (together(said) is YES) == (set(said) == {YES})
