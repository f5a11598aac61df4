"""Before anything is broken: what the load accepts is in order, and can be counted."""

from contextlib import AsyncExitStack

from tests.faults.deciding import decide
from tests.faults.ground import Ground
from tests.faults.profile import Profile
from tests.faults.report import Report

DECIDED = 3


async def test_without_any_fault_everything_accepted_is_there_once_and_in_order(
    ground: Ground, profile: Profile, report: Report
) -> None:
    async with ground.load() as load, AsyncExitStack() as people:
        await load.until(accepted=38)
        for case_id in load.case_ids[:DECIDED]:
            await decide(ground, people, load, case_id)
        await load.until(accepted=2)

    await ground.settled(load, report.row(f"none ({profile.name})", killed="-"))

    assert load.others == {}
