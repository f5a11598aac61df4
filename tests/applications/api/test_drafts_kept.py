from typing import Any

import pytest
from sqlalchemy import text

from applications.jobs.expired_drafts import forget_expired
from shared.identity.caller import Role
from tests.builders.applications import House
from tests.builders.callers import WHOLE, begun, draft_of, end, find, operator, verified
from tests.builders.case_passports import childcare_data, codes, handling
from tests.builders.submissions import FIN


async def execute(house: House, statement: str) -> list[Any]:
    async with house.database.transaction() as session:
        connection = await session.connection()
        found = await connection.execute(text(statement))
        return list(found.all()) if found.returns_rows else []


async def test_what_a_draft_holds_is_sealed_and_gone_once_a_case_has_it(house: House) -> None:
    citizen = await house.citizen()
    draft = await begun(await operator(house), **WHOLE)
    [before] = await execute(house, "SELECT d::text FROM drafts d")
    await end(citizen, draft, {"channel": "self-service"})
    [after] = await execute(house, "SELECT wrapped, sealed FROM drafts")

    assert FIN not in before[0]
    assert "Aysel" not in before[0]
    assert tuple(after) == (None, None)


async def test_a_draft_nobody_ends_runs_out_and_is_deleted(house: House) -> None:
    nigar, citizen = await operator(house), await house.citizen()
    draft, other = await begun(nigar), await begun(nigar)
    late = f"UPDATE drafts SET expires_at = clock_timestamp() WHERE id = '{draft['draft_id']}'"  # noqa: S608 - an id of ours
    await execute(house, late)

    seen = await citizen.get(f"/v1/drafts/{draft['draft_id']}")
    gone = await forget_expired(house.database)

    assert (seen.status_code, gone) == (404, 1)
    assert await execute(house, "SELECT id FROM drafts") == [(other["draft_id"],)]


async def test_a_draft_waits_for_as_many_days_as_the_house_says(house: House) -> None:
    await begun(await operator(house))

    days = "SELECT round(extract(epoch FROM expires_at - clock_timestamp()) / 86400) FROM drafts"
    assert [int(row[0]) for row in await execute(house, days)] == [30]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"intake_channels": codes("in-person")}, "channel-not-listed"),
        ({"handling": handling(confidentiality="protected")}, "handling-not-supported"),
    ],
)
async def test_what_is_not_served_by_phone_is_not_begun_by_phone(
    house: House, changes: dict[str, Any], code: str
) -> None:
    await house.publish(childcare_data(service_id="other-service", **changes))
    nigar = await operator(house)

    body = draft_of(await verified(nigar), service_id="other-service")
    answer = await nigar.create("/v1/drafts", body)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_the_card_of_the_caller_shows_the_drafts_they_may_end(house: House) -> None:
    nigar, citizen = await operator(house), await house.citizen()
    ended = await begun(nigar, **WHOLE)
    await end(citizen, ended, {"channel": "self-service"})
    waiting = await begun(nigar)

    body = {"verification_id": await verified(nigar)}
    card = (await nigar.post("/v1/caller-cards", body)).json()

    assert [each["draft_number"] for each in card["drafts"]] == [waiting["draft_number"]]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.PARTNER, Role.KIOSK, Role.AUDITOR])
async def test_nobody_else_has_to_do_with_drafts(house: House, role: Role) -> None:
    draft = await begun(await operator(house))
    somebody = await house.caller(role, person="x")

    answers = [
        await somebody.get(f"/v1/drafts/{draft['draft_id']}"),
        await find(somebody, draft["draft_number"]),
        await end(somebody, draft, {"channel": "in-person"}),
    ]

    assert [each.status_code for each in answers] == [403] * 3
