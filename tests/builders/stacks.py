"""The whole suite as its own processes, for the tests of a folder."""

from collections.abc import Iterator
from contextlib import contextmanager

from local_stack.plan import Plan
from local_stack.seeds import sow
from local_stack.stack import Stack


@contextmanager
def started(plan: Plan) -> Iterator[Stack]:
    """Start every process of the plan; a part that cannot start fails the run."""
    stack = Stack(plan, _say)
    try:
        stack.start()
        sow(plan, _say)
        yield stack
    finally:
        stack.remove()


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - shown by pytest when the start fails
