"""The open table as a page for people: ``docs/transitions.md`` is this function's answer."""

from collections.abc import Iterable, Iterator

from applications.domain.case import OPEN_STATES, CaseState
from applications.domain.transitions.row import Transition
from applications.domain.transitions.situations import Guard

_INTRODUCTION = """\
# What may happen to an open case

This page is written by the table in `applications.domain.transitions.open_table`; a test keeps them equal.
What is not in the table cannot happen. A wrong state or an unmet guard answers 409
`action-blocked` with every guard that is unmet, an action of somebody else 403, a case that is
not yours 404.
"""


def transition_page(table: Iterable[Transition]) -> str:
    """Render the table and its guards as Markdown, in the table's order."""
    rows = tuple(table)
    return "\n".join([_INTRODUCTION, *_table(rows), "", *_guards(rows), ""])


def _table(rows: tuple[Transition, ...]) -> Iterator[str]:
    yield "| action | from | to | who | guards |"
    yield "|---|---|---|---|---|"
    for row in rows:
        cells = (
            f"`{row.action}`",
            _states(row.from_states),
            "stays" if row.to is None else f"`{row.to}`",
            ", ".join(policy.name for policy in row.who),
            ", ".join(f"`{guard.code}`" for guard in row.guards) or "-",
        )
        yield f"| {' | '.join(cells)} |"


def _states(states: tuple[CaseState, ...]) -> str:
    return "any open state" if states == OPEN_STATES else ", ".join(f"`{each}`" for each in states)


def _guards(rows: tuple[Transition, ...]) -> Iterator[str]:
    yield "| guard | what must hold | nə olmalıdır |"
    yield "|---|---|---|"
    named: dict[str, Guard] = {guard.code: guard for row in rows for guard in row.guards}
    for guard in named.values():
        yield f"| `{guard.code}` | {guard.sentence.en} | {guard.sentence.az} |"
