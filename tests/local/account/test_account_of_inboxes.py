"""`dost account` on real servers: a message that lies in somebody else's inbox."""

from tests.builders.account_lines import INBOXES
from tests.builders.small_system import SmallSystem


async def test_a_message_in_another_inbox_than_the_others_of_its_person_is_missed(
    system: SmallSystem,
) -> None:
    for _ in range(2):
        await system.case()
    astray = await system.case(without={"stored"})
    await system.store(astray.client_key, fin="7AB1C2D")

    said = await system.account()

    assert (said.code, said.ok) == (1, False), said.errors
    assert said.lines[INBOXES]["named"] == {"missing": [astray.client_key]}


async def test_the_messages_of_somebody_who_was_corrected_are_not_judged(
    system: SmallSystem,
) -> None:
    for _ in range(2):
        await system.case()
    corrected = await system.case(without={"stored"})
    await system.store(corrected.client_key, fin="7AB1C2D")
    await system.execute(
        "applications",
        "UPDATE history SET action = 'correct' WHERE case_version = 3 AND case_id = $1",
        corrected.case_id,
    )

    said = await system.account()

    assert (said.code, said.ok) == (0, True), said.lines
    assert said.lines[INBOXES]["expected"] == 2
    assert said.lines[INBOXES]["note"].startswith("1 of somebody who was corrected")
