"""Intake needs no catalogue: applications keeps its own copy of what is published."""

import signal
from datetime import UTC, datetime

from local_stack.plan import Plan
from local_stack.processes import alive, end
from local_stack.stack import Stack
from tests.journeys.submissions import by_portal
from tests.journeys.suite import Suite

FIN = "6CD3E4F"
A_WORKING_DAY = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)


async def test_a_parent_applies_while_the_catalogue_is_stopped(
    suite: Suite, running_stack: Plan
) -> None:
    stack = Stack(running_stack, print)
    catalogue = [pid for name, pid in stack.processes().items() if name.startswith("catalog-")]
    await suite.it_is(A_WORKING_DAY)
    parent = await suite.person("citizen", person=FIN)
    try:
        for pid in catalogue:
            end(pid, signal.SIGTERM, patience=25)

        case = await parent.create("/v1/cases", by_portal(FIN, "Lalə", "Misallı", "1996-12-30"))

        assert [alive(pid) for pid in catalogue] == [False, False]
        assert case["service"]["passport_version"] == 1
        assert case["state"] == "submitted"
    finally:
        stack.start()
