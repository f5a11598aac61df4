"""However a look falls into the work, nothing that is on its way is called lost."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from local_stack.account.balance import Account, account_of
from local_stack.account.facts import Books, Databases
from tests.builders.books import InventedSystem, Step, books_of, finished
from tests.builders.invented_rows import SWEEP

Moments = dict[str, int]
"""After which step each read happens."""

PHASES = (
    ("cases before", "messages before", "questions before", "passports before"),
    ("topics", "consumers", "outside"),
    ("cases after", "messages after", "questions after", "passports after"),
)
"""What is read side by side, phase after phase."""


def reads_of(system: InventedSystem) -> dict[str, Callable[[], Any]]:
    return {
        "cases before": system.applications,
        "messages before": system.notifications,
        "questions before": system.gateway,
        "passports before": system.catalog,
        "topics": system.topics,
        "consumers": system.come_to,
        "outside": system.outside,
        "cases after": system.applications,
        "messages after": system.notifications,
        "questions after": system.gateway,
        "passports after": system.catalog,
    }


def course_of_work(system: InventedSystem, chance: Random) -> list[Step]:
    """Mix the steps of two cases and of what is published meanwhile, each in its own order."""
    works = [list(system.case(0)), list(system.case(1)), list(system.publications())]
    turns = [number for number, steps in enumerate(works) for _ in steps]
    chance.shuffle(turns)
    left = [iter(steps) for steps in works]
    return [next(left[number]) for number in turns]


def moments_of_reading(chance: Random, steps: int) -> Moments:
    """Say after which step each read happens; within a phase any read may be the first."""
    names = [name for phase in PHASES for name in chance.sample(phase, len(phase))]
    moments = sorted(chance.choices(range(steps + 1), k=len(names)))
    return dict(zip(names, moments, strict=True))


@settings(max_examples=1000)
@given(chance=st.randoms(use_true_random=True))
def test_a_system_at_work_is_never_accused(chance: Random) -> None:
    system = InventedSystem()
    work = course_of_work(system, chance)
    moments = moments_of_reading(chance, len(work))
    reads, read = reads_of(system), dict[str, Any]()
    for done in range(len(work) + 1):
        read |= {name: reads[name]() for name, moment in moments.items() if moment == done}
        if done < len(work):
            work[done]()

    assert wrong(account_of(books_read(read), sweep=SWEEP)) == []


def books_read(read: Mapping[str, Any]) -> Books:
    before, after = (
        Databases(
            *(read[f"{part} {when}"] for part in ("cases", "messages", "questions", "passports"))
        )
        for when in ("before", "after")
    )
    topics = replace(read["topics"], committed=read["consumers"])
    return Books(before, topics, read["outside"], after)


def test_when_the_work_is_done_nothing_is_open() -> None:
    account = account_of(books_of(finished()), sweep=SWEEP)

    assert wrong(account) == []
    assert account.open == 0


def wrong(account: Account) -> list[str]:
    return [line.what for line in account.lines if not line.holds]
