"""Before anything is broken: what the load accepts is in order, and can be counted."""

from tests.faults.expectations import expect_a_message_for_each
from tests.faults.ground import Ground
from tests.faults.profile import Profile
from tests.faults.report import Report


async def test_without_any_fault_everything_accepted_is_there_once_and_in_order(
    ground: Ground, profile: Profile, report: Report
) -> None:
    async with ground.load() as load:
        await load.until(accepted=40)

    balance = await ground.settled(load)

    assert load.others == {}
    await expect_a_message_for_each(ground, load)
    report.row(f"none ({profile.name})", killed="-", load=load, balance=balance, recovered=0)
