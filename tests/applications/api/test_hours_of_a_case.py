"""What a person was told when they applied stays: no centre that takes their case moves a date."""

import pytest

from tests.builders.applications import House
from tests.builders.calendars import in_force, version
from tests.builders.case_passports import childcare_data, days
from tests.builders.submissions import Json, by, self_service

HOURS = {
    "dost-1": {"opens": "10:00", "closes": "13:00", "weekdays": [0, 1, 2, 3, 4]},
    "dost-2": {"opens": "08:00", "closes": "20:00", "weekdays": [0, 1, 2, 3, 4, 5]},
}


async def with_hours(house: House) -> None:
    """Let two centres have hours of their own, and a service be due in twelve hours of work."""
    await in_force(house, version(centres=[{"centre": name, **HOURS[name]} for name in HOURS]))
    await house.publish(
        childcare_data(version=2, total_duration=days(12, unit="hour", runs="office-hours"))
    )


def dates(case: Json) -> dict[str, tuple[str, str | None]]:
    return {each["kind"]: (each["on"], each["at"]) for each in case["deadlines"]}


@pytest.mark.parametrize("centre", HOURS)
async def test_a_claim_moves_no_date_of_a_case_that_was_sent_from_home(
    house: House, centre: str
) -> None:
    await with_hours(house)
    citizen = await house.citizen()
    told = (await citizen.submit(self_service())).json()

    claimed = await (await house.agent(centre=centre)).does(told, "claim")

    assert (claimed["centre"], by(told["deadlines"], "kind", "total")["at"]) == (
        centre,
        "2026-03-11T09:00:00Z",
    )
    assert dates(claimed) == dates(await citizen.reads(told)) == dates(told)


async def test_a_case_filed_at_a_centre_is_counted_by_its_hours(house: House) -> None:
    await with_hours(house)

    case = await house.submitted_in_person(await house.agent())

    assert by(case["deadlines"], "kind", "total")["at"] == "2026-03-13T09:00:00Z"
