"""Before anything is broken: what the load accepts is in order, and can be counted."""

from tests.faults.deciding import decide_some
from tests.faults.ground import Ground
from tests.faults.profile import Profile
from tests.faults.report import Report

DECIDED = 3


async def test_without_any_fault_everything_accepted_is_there_once_and_in_order(
    ground: Ground, profile: Profile, report: Report
) -> None:
    async with ground.load() as load:
        await load.until(accepted=38)
        await decide_some(ground, load, DECIDED)
        await load.until(accepted=2)

    await ground.settled(load, report.row(f"none ({profile.name})", killed="-"))

    assert load.others == {}
