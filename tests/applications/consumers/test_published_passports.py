from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import select

from applications.consumers import published_passports
from applications.domain.errors import PassportNotUnderstood
from applications.storage import passports
from applications.storage.tables.passports import PassportCopyRow
from shared.events.envelope import Envelope
from shared.events.passports import PassportPublished
from tests.builders.applications import House
from tests.builders.case_passports import CHILDCARE_STEPS, childcare_data, days, step
from tests.builders.submissions import OTHER_FIN, self_service

NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)


async def versions(house: House) -> list[int]:
    async with house.database.transaction() as session:
        found = await session.exec(select(PassportCopyRow.version))
        return sorted(found.all())


async def test_the_same_version_told_twice_is_one_copy(house: House) -> None:
    await house.publish(childcare_data())

    assert await versions(house) == [1]


async def test_what_a_newer_catalogue_adds_survives_in_the_copy(house: House) -> None:
    await house.publish(childcare_data(version=2, something_new={"a": 1}))

    async with house.database.transaction() as session:
        row = (
            await session.exec(select(PassportCopyRow).where(PassportCopyRow.version == 2))
        ).one()
    assert row.data["something_new"] == {"a": 1}


def told(data: dict[str, Any] | None) -> Envelope:
    return Envelope(
        id=str(uuid4()),
        source="catalog",
        type=PassportPublished.type,
        topic=PassportPublished.topic,
        key="childcare-benefit",
        time=NOW,
        recorded_at=NOW,
        data=data,
    )


async def hear(house: House, envelope: Envelope) -> None:
    async with house.database.transaction() as session:
        await published_passports.handle(session, envelope)


async def test_a_version_nobody_can_run_is_not_taken_into_use(house: House) -> None:
    data = childcare_data(version=2, total_duration=days(1, unit="fortnight"))

    with pytest.raises((PassportNotUnderstood, ValueError)):
        await hear(house, told({"passport": data}))

    assert await versions(house) == [1]


async def test_a_version_to_come_brings_those_in_force_until_it_begins(house: House) -> None:
    soon = "2026-03-12T00:00:00Z"
    now = childcare_data(version=2, valid_until=soon)
    planned = childcare_data(version=3, valid_from=soon)

    await hear(house, told({"passport": planned, "until_then": [now]}))

    assert await versions(house) == [1, 2, 3]
    async with house.database.transaction() as session:
        found = [
            await passports.in_force(session, "childcare-benefit", at)
            for at in (NOW, NOW + timedelta(days=3))
        ]
    assert [each and each.version for each in found] == [2, 3]


async def test_a_running_case_keeps_the_version_it_was_submitted_under(house: House) -> None:
    citizen = await house.citizen()
    running = (await citizen.submit(self_service())).json()
    longer = [*CHILDCARE_STEPS, step("notify", 9, id="tell-again")]
    await hear(house, told({"passport": childcare_data(version=2, steps=longer)}))

    new = (await (await house.citizen(OTHER_FIN)).submit(self_service(OTHER_FIN))).json()
    again = await citizen.reads(running)

    assert (again["service"]["passport_version"], new["service"]["passport_version"]) == (1, 2)
    assert [each["id"] for each in again["steps"]] == [each["id"] for each in running["steps"]]
    assert len(new["steps"]) == len(running["steps"]) + 1


async def test_a_version_told_anew_is_what_its_cases_go_by_from_then_on(house: House) -> None:
    citizen = await house.citizen()
    case = (await citizen.submit(self_service())).json()
    await hear(house, told({"passport": childcare_data(name="Uşağa qulluğa görə müavinət")}))

    again = await citizen.reads(case)

    assert case["service"]["name"] != "Uşağa qulluğa görə müavinət"
    assert again["service"]["name"] == "Uşağa qulluğa görə müavinət"


async def test_a_withdrawn_service_takes_no_more_cases_and_running_ones_go_on(
    house: House,
) -> None:
    citizen = await house.citizen()
    before = (await citizen.submit(self_service())).json()

    await hear(house, told(None))
    answer = await citizen.submit(self_service())

    assert (answer.status_code, answer.json()["code"]) == (422, "unknown-service")
    assert (await citizen.reads(before))["service"]["passport_version"] == 1
