import os

from local_stack.memory import resident, with_descendants


def test_the_children_of_children_count() -> None:
    parents = {10: 1, 11: 10, 12: 11, 20: 1}
    assert with_descendants({10}, parents) == {10, 11, 12}


def test_a_process_holds_memory() -> None:
    assert resident({os.getpid()}) > 10_000_000
