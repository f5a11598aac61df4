"""The published table of actions is the one the service runs by."""

from pathlib import Path

from applications.domain.actions import Action
from applications.domain.transitions.open_table import OPEN_TABLE
from applications.domain.transitions.page import transition_page

PAGE = Path(__file__).parents[3] / "docs" / "transitions.md"


def test_the_published_page_is_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == transition_page(OPEN_TABLE), (
        "write transition_page(OPEN_TABLE) into docs/transitions.md"
    )


def test_every_action_has_a_row() -> None:
    assert {row.action for row in OPEN_TABLE} == set(Action)


def test_one_state_has_at_most_one_row_of_an_action() -> None:
    pairs = [(row.action, state) for row in OPEN_TABLE for state in row.from_states]

    assert len(pairs) == len(set(pairs))


def test_every_guard_speaks_both_languages_and_has_one_name() -> None:
    guards = {guard for row in OPEN_TABLE for guard in row.guards}

    assert all(guard.sentence.az and guard.sentence.en for guard in guards)
    assert len({guard.code for guard in guards}) == len(guards)
