"""Somebody made up a paper over Günay: whom the messages of the case really went to, and what they say."""

from typing import Any

from sqlmodel import select

from applications.storage.tables.cases import MessageRow
from shared.events.cases import MessageRequested
from tests.builders.applications import Caller, House
from tests.builders.representatives import WARD_FIN, looked_at, with_mandate
from tests.builders.submissions import FIN, Json

GUARDIANSHIP = {"kind": "guardianship", "valid_until": "2031-01-01"}
REASON = {"reason": "Belə qərar verilməyib."}
OTHER_FIN = "6EF4G5H"


def corrected(who: str) -> Json:
    identifier = {"kind": "fin", "value": OTHER_FIN}
    return {"who": who, "identifier": identifier, "reason": "Rəqəm səhv yazılıb."}


async def entered(house: House, agent: Caller, represented: str = WARD_FIN) -> Json:
    """Return a case on a guardianship that an agent entered, and so has seen, and claimed."""
    answer = await agent.submit(with_mandate(represented=represented, **GUARDIANSHIP))
    assert answer.status_code == 201, answer.text
    await house.ask_registries()
    case = await agent.reads(answer.json())
    return await agent.does(case, "claim")


async def asked(house: House) -> list[tuple[str, bool]]:
    """Return to whom messages were asked for, and whether of a rejected paper, in order."""
    data = [each.data or {} for each in await house.events(MessageRequested)]
    return [(each["recipient"]["role"], each["mandate_rejected"]) for each in data]


async def addressees(house: House) -> list[Any]:
    async with house.database.transaction() as session:
        rows = (await session.exec(select(MessageRow).order_by("serial"))).all()
        return [(each.recipient_role, each.recipient_index) for each in rows]


async def test_i_am_told_of_the_paper_though_its_guardian_was_told_and_then_corrected(
    house: House,
) -> None:
    agent = await house.agent()
    case = await agent.does(await entered(house, agent), "notify")
    case = await agent.does(case, "correct", corrected("applicant"))

    await agent.does(case, "reject-mandate", REASON)

    assert await asked(house) == [("guardian", False), ("person-concerned", True)]


async def test_my_notice_that_went_to_a_stranger_by_a_typing_error_is_sent_to_me(
    house: House,
) -> None:
    agent = await house.agent()
    wrong = await entered(house, agent)
    case = await agent.does(
        await agent.does(wrong, "reject-mandate", REASON), "correct", corrected("person-concerned")
    )

    case = await agent.does(case, "notify")
    again = await agent.act(case, "notify")

    assert await asked(house) == [("person-concerned", True)] * 2
    first, second = await addressees(house)
    assert first != second
    assert again.status_code == 409
    assert [each["code"] for each in again.json()["blocked_by"]] == ["not-sent-yet"]


async def test_whom_a_message_went_to_is_kept_and_named_nowhere_in_clear(house: House) -> None:
    agent = await house.agent()
    await agent.does(await entered(house, agent), "notify")

    [(role, index)] = await addressees(house)

    assert role == "guardian"
    assert index
    assert FIN not in index


async def test_a_rejected_paper_that_was_confirmed_after_all_is_told_to_its_guardian(
    house: House,
) -> None:
    agent = await house.agent()
    case = await agent.does(await entered(house, agent), "reject-mandate", REASON)

    case = await agent.does(case, "confirm-mandate", looked_at())
    await agent.does(case, "notify")

    assert await asked(house) == [("person-concerned", True), ("guardian", False)]
