"""What holds of every case of a load, whatever was broken."""

from tests.faults.ground import Ground
from tests.faults.load import Load


async def expect_a_message_for_each(ground: Ground, load: Load) -> None:
    """Exactly one message of each case is delivered."""
    told = await ground.query(
        "notifications",
        "select case_id, count(*) from messages where state = 'delivered' group by case_id",
    )
    counts = {row["case_id"]: row["count"] for row in told}
    assert {one.case_id: counts.get(one.case_id) for one in load.accepted} == {
        one.case_id: 1 for one in load.accepted
    }
