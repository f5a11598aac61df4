"""The whole suite as its own processes, on ports and data of this test run."""

from collections.abc import AsyncIterator, Iterator

import pytest

from local_stack.plan import Plan
from local_stack.settings import Ports
from tests.builders.stacks import started
from tests.journeys.suite import Suite


@pytest.fixture(scope="package")
def running_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plan]:
    """Start every process once; a part that cannot start fails the run."""
    plan = Plan(
        folder=tmp_path_factory.mktemp("suite") / "stack", ports=Ports.free(), environment="test"
    )
    with started(plan):
        yield plan


@pytest.fixture
async def suite(running_stack: Plan) -> AsyncIterator[Suite]:
    """Give a view of the suite from outside, with the business clock and the faults as new."""
    async with Suite(running_stack) as suite:
        yield suite
