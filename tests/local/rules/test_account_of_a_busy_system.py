"""However a look falls into the work, nothing that is on its way is called lost."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from local_stack.account.balance import Account, account_of
from local_stack.account.facts import Books, Databases
from tests.builders.books import SWEEP, InventedSystem, books_of, finished

CASES = 2
STEPS = len(list(InventedSystem().case(0)))
PHASES = (
    ("cases before", "messages before", "questions before"),
    ("topics", "consumers", "outside"),
    ("cases after", "messages after", "questions after"),
)
"""What is read side by side, phase after phase."""


def reads_of(system: InventedSystem) -> dict[str, Callable[[], Any]]:
    return {
        "cases before": system.applications,
        "messages before": system.notifications,
        "questions before": system.gateway,
        "topics": system.topics,
        "consumers": system.come_to,
        "outside": system.outside,
        "cases after": system.applications,
        "messages after": system.notifications,
        "questions after": system.gateway,
    }


def order_of_work(chance: Random) -> list[int]:
    """Say which case makes the next step, until all have made all of theirs."""
    work = [number for number in range(CASES) for _ in range(STEPS)]
    chance.shuffle(work)
    return work


def moments_of_reading(chance: Random) -> dict[str, int]:
    """Say after which step each read happens; within a phase any read may be the first."""
    names = [name for phase in PHASES for name in chance.sample(phase, len(phase))]
    return dict(zip(names, sorted(chance.choices(range(CASES * STEPS + 1), k=9)), strict=True))


@settings(max_examples=1000)
@given(chance=st.randoms(use_true_random=True))
def test_a_system_at_work_is_never_accused(chance: Random) -> None:
    work, moments = order_of_work(chance), moments_of_reading(chance)
    system = InventedSystem()
    steps = [system.case(number) for number in range(CASES)]
    reads, read = reads_of(system), dict[str, Any]()
    for done in range(len(work) + 1):
        read |= {name: reads[name]() for name, moment in moments.items() if moment == done}
        if done < len(work):
            next(steps[work[done]])()

    books = Books(
        Databases(read["cases before"], read["messages before"], read["questions before"]),
        replace(read["topics"], committed=read["consumers"]),
        read["outside"],
        Databases(read["cases after"], read["messages after"], read["questions after"]),
    )
    assert wrong(account_of(books, sweep=SWEEP)) == []


def test_when_the_work_is_done_nothing_is_open() -> None:
    account = account_of(books_of(finished()), sweep=SWEEP)

    assert wrong(account) == []
    assert account.open == 0


def wrong(account: Account) -> list[str]:
    return [line.what for line in account.lines if not line.holds]
