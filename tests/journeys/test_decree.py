"""The Cabinet moves a day while cases run: two people sign, and the suite keeps its promise anew.

The days are of July, so that no other journey stands on them: a case registered on Monday 6 July 2026
ends on Thursday the 16th, which a decree makes a day off.
"""

from datetime import UTC, datetime
from typing import Any

from tests.journeys.submissions import by_portal
from tests.journeys.suite import Suite, eventually

FIN = "6AB2C3D"
MONDAY = datetime(2026, 7, 6, 6, 0, tzinfo=UTC)
DECREE = {
    "source": "Nazirlər Kabinetinin sınaq qərarı",
    "days": [
        {
            "day": "2026-07-16",
            "kind": "day-off",
            "name": "İstirahət günü",
            "decree": "Nazirlər Kabinetinin sınaq qərarı",
        }
    ],
}


async def test_a_day_the_cabinet_moves_moves_the_promise_once_and_says_why(suite: Suite) -> None:
    await suite.it_is(MONDAY)
    parent = await suite.person("citizen", person=FIN)
    case = await parent.create("/v1/cases", by_portal(FIN, "Günay", "Sınaqlı", "1991-07-21"))
    path = f"/v1/cases/{case['case_id']}"
    assert ends(case) == "2026-07-16"

    version = await two_people_sign(suite)
    moved = await eventually(
        lambda: parent.get(path),
        lambda read: read["calendar_version"] == version,
        "the case stands on the new calendar",
    )
    history = (await parent.get(f"{path}/history"))["items"]
    replans = [line for line in history if line["action"] == "replan"]

    assert ends(moved) == "2026-07-17"
    assert [line["details"]["moves"]["total"] for line in replans] == [
        {"from": "2026-07-16", "to": "2026-07-17"}
    ]
    total = next(each for each in moved["deadlines"] if each["kind"] == "total")
    assert "16.07.2026 is a day off" in total["derivation"][-1]


async def two_people_sign(suite: Suite) -> int:
    """Import the decree and sign it as two people; returns its version."""
    nazir = await suite.person("admin", person="nazir")
    katib = await suite.person("approver", person="katib")
    made = await nazir.create("/v1/calendar/versions", DECREE)
    version: int = made["version"]
    path = f"/v1/calendar/versions/{version}/signatures"
    signed = [await each.create(path, {}) for each in (nazir, katib)]
    assert [each["state"] for each in signed] == ["proposed", "in-force"]
    return version


def ends(case: dict[str, Any]) -> str:
    on: str = next(each["on"] for each in case["deadlines"] if each["kind"] == "total")
    return on
