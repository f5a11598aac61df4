import asyncio
from typing import Any

import pytest

from shared.identity.caller import Role
from tests.builders.applications import House
from tests.builders.calendars import (
    admin,
    approver,
    day,
    imported,
    in_force,
    signed,
    version,
)
from tests.builders.submissions import Json, by, self_service

NOVRUZ_LONGER = version(day("2026-03-31"))


async def days_of(house: House, year: int) -> list[str]:
    answer = await (await house.citizen()).get("/v1/calendar", year=year)
    assert answer.status_code == 200, answer.text
    return [each["day"] for each in answer.json()["days"]]


async def test_everybody_reads_the_calendar_their_terms_stand_on(house: House) -> None:
    answer = await (await house.citizen()).get("/v1/calendar", year=2026)

    year: Json = answer.json()
    assert (year["version"], year["signed"]) == (1, True)
    novruz = by(year["days"], "day", "2026-03-20")
    assert novruz["kind"] == "day-off"
    assert "Əmək Məcəlləsi" in novruz["decree"]
    other = (await (await house.citizen()).get("/v1/calendar", year=2031)).json()
    assert (other["signed"], other["days"]) == (False, [])


async def test_a_decree_moves_a_day_once_two_people_have_signed_it(house: House) -> None:
    made = await imported(house, NOVRUZ_LONGER)
    before = await days_of(house, 2026)
    first = await signed(await admin(house), made)
    between = await days_of(house, 2026)
    second = await signed(await approver(house), made)

    assert (made["version"], made["state"], made["signatures"]) == (2, "proposed", [])
    assert (first["state"], first["in_force_at"]) == ("proposed", None)
    assert second["state"] == "in-force"
    assert [each["signer"] for each in second["signatures"]] == ["admin:nazir", "approver:katib"]
    assert "2026-03-31" not in [*before, *between]
    assert "2026-03-31" in await days_of(house, 2026)


@pytest.mark.parametrize("second", ["the same", "the same in another role"])
async def test_one_person_is_not_two(house: House, second: str) -> None:
    made = await imported(house, NOVRUZ_LONGER)
    await signed(await admin(house), made)
    again = await (admin(house) if second == "the same" else approver(house, "nazir"))

    answer = await again.create("/v1/calendar/versions/2/signatures", None)

    assert (answer.status_code, answer.json()["code"]) == (409, "already-signed")
    assert "2026-03-31" not in await days_of(house, 2026)


async def test_two_who_sign_at_once_are_still_two(busy_house: House) -> None:
    made = await imported(busy_house, NOVRUZ_LONGER)
    callers = [await admin(busy_house), await approver(busy_house), await admin(busy_house, "x")]

    answers = await asyncio.gather(
        *(each.create("/v1/calendar/versions/2/signatures", None) for each in callers)
    )

    codes = sorted(answer.status_code for answer in answers)
    assert codes == [201, 201, 409]
    read = (await callers[0].get(f"/v1/calendar/versions/{made['version']}")).json()
    assert len(read["signatures"]) == 2


async def test_a_version_in_force_cannot_be_signed_and_an_overtaken_one_never_comes_in_force(
    house: House,
) -> None:
    overtaken = await imported(house, version(day("2026-07-06")))
    await in_force(house, NOVRUZ_LONGER)
    caller = await approver(house)

    late = await caller.create(f"/v1/calendar/versions/{overtaken['version']}/signatures", None)
    again = await caller.create("/v1/calendar/versions/3/signatures", None)

    assert (late.status_code, late.json()["code"]) == (409, "calendar-overtaken")
    assert (again.status_code, again.json()["code"]) == (409, "calendar-in-force")
    assert "2026-07-06" not in await days_of(house, 2026)


async def test_what_is_wrong_with_a_version_is_told_all_at_once(house: House) -> None:
    body = version(day("2026-07-06"), day("2026-07-06"), years=[2028])

    answer = await (await admin(house)).create("/v1/calendar/versions", body)

    assert answer.status_code == 422
    faults = [(each["pointer"], each["code"]) for each in answer.json()["errors"]]
    assert faults == [("/days/1/day", "calendar-repeats"), ("/years/0", "year-unsettled")]


@pytest.mark.parametrize(
    "broken",
    [
        {"days": [{**day("2026-07-06"), "kind": "holiday"}]},
        {"days": [day("2026-02-30")]},
        {"centres": [{"centre": "dost-1", "opens": "9", "closes": "18:00", "weekdays": [0]}]},
        {"years": [1]},
        {"holidays": []},
        {"source": " "},
    ],
)
async def test_a_version_nobody_can_read_is_refused(house: House, broken: dict[str, Any]) -> None:
    answer = await (await admin(house)).create("/v1/calendar/versions", {**version(), **broken})

    assert answer.status_code == 422, answer.text


async def test_a_version_that_is_not_there_is_not_found(house: House) -> None:
    caller = await admin(house)

    paths = ("/v1/calendar/versions/9", "/v1/calendar/versions/9/comparison")
    answers = [await caller.get(path) for path in paths]
    answers.append(await caller.create("/v1/calendar/versions/9/signatures", None))
    answers.append(await caller.get(f"/v1/calendar/versions/{2**63}"))

    assert [answer.status_code for answer in answers] == [404, 404, 404, 404]
    assert {answer.json()["code"] for answer in answers} == {"calendar-version-not-found"}


async def test_an_import_and_a_signature_happen_once_for_each_key(house: House) -> None:
    caller, key = await admin(house), "9b2f6c1e-0d3a-4f7e-8a51-6f0c2d9e4b7a"
    other = "9b2f6c1e-0d3a-4f7e-8a51-6f0c2d9e4b7b"

    made = [await caller.create("/v1/calendar/versions", NOVRUZ_LONGER, key) for _ in range(2)]
    path = "/v1/calendar/versions/2/signatures"
    signatures = [await caller.create(path, None, other) for _ in range(2)]

    assert [each.json()["version"] for each in made] == [2, 2]
    assert [each.status_code for each in signatures] == [201, 201]
    assert len(signatures[1].json()["signatures"]) == 1


async def test_a_signature_under_one_key_is_of_one_version(house: House) -> None:
    """Whoever sends the key of another signature is told so, and not that they have signed."""
    first = await imported(house, NOVRUZ_LONGER)
    second = await imported(house, version(day("2026-07-06")))
    caller, key = await admin(house), "9b2f6c1e-0d3a-4f7e-8a51-6f0c2d9e4b7c"
    paths = [f"/v1/calendar/versions/{each['version']}/signatures" for each in (first, second)]

    signed_first = await caller.create(paths[0], None, key)
    mixed_up = await caller.create(paths[1], None, key)

    assert signed_first.json()["version"] == first["version"]
    assert mixed_up.status_code == 422
    assert mixed_up.json()["code"] == "idempotency-key-reused"
    read = (await caller.get(f"/v1/calendar/versions/{second['version']}")).json()
    assert read["signatures"] == []


async def test_versions_are_listed_newest_first_a_page_at_a_time(house: House) -> None:
    await in_force(house, NOVRUZ_LONGER)
    await imported(house, version(day("2026-07-06")))
    auditor = await house.caller(Role.AUDITOR, person="auditor-1")

    first = (await auditor.get("/v1/calendar/versions", limit=2)).json()
    second = (await auditor.get("/v1/calendar/versions", limit=2, cursor=first["next"])).json()

    listed = [(each["version"], each["state"]) for each in first["items"] + second["items"]]
    assert listed == [(3, "proposed"), (2, "in-force"), (1, "in-force")]
    assert second["next"] is None


async def test_a_version_is_compared_with_what_is_published(house: House) -> None:
    await imported(house, version(day("2026-03-31"), day("2026-03-30", "working-day")))
    caller = await approver(house)

    agreed = (await caller.get("/v1/calendar/versions/1/comparison")).json()
    found = (await caller.get("/v1/calendar/versions/2/comparison")).json()

    assert (agreed["agrees"], agreed["years"]) == (True, [2025, 2026])
    assert found["agrees"] is False
    assert found["years"] == [2026]
    given_back, moved = found["differences"]
    assert (given_back["day"], given_back["kind"]) == ("2026-03-30", "working-day")
    assert given_back["published_kind"] == "day-off"
    assert (moved["day"], moved["kind"], moved["published_kind"]) == ("2026-03-31", "day-off", None)


async def test_a_new_case_counts_on_the_newest_calendar(house: House) -> None:
    await in_force(house, NOVRUZ_LONGER)

    case = (await (await house.citizen()).submit(self_service())).json()

    assert by(case["deadlines"], "kind", "total")["on"] == "2026-04-01"
    assert (case["calendar_version"], case["calendar_offered"]) == (2, None)


async def test_a_centre_with_hours_of_its_own_registers_by_them(house: House) -> None:
    hours = {"centre": "dost-1", "opens": "09:00", "closes": "12:00", "weekdays": [0, 1, 2, 3]}
    await in_force(house, version(centres=[hours]))
    agent = await house.agent()
    house.clock.set((await house.clock.now()).replace(day=12, hour=9))  # Thursday, 13:00 in Baku

    case = await house.submitted_in_person(agent)

    assert case["registered_on"] == "2026-03-16"
    read = (await agent.get("/v1/calendar", year=2026)).json()
    assert read["centres"] == [hours]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AGENT, Role.EDITOR])
async def test_who_does_not_keep_the_calendar_neither_imports_nor_signs(
    house: House, role: Role
) -> None:
    made = await imported(house, NOVRUZ_LONGER)
    caller = await house.caller(role, person="somebody")

    answers = [
        await caller.create("/v1/calendar/versions", NOVRUZ_LONGER),
        await caller.create(f"/v1/calendar/versions/{made['version']}/signatures", None),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]


async def test_an_approver_signs_and_does_not_import(house: House) -> None:
    answer = await (await approver(house)).create("/v1/calendar/versions", NOVRUZ_LONGER)

    assert answer.status_code == 403
