import csv
from datetime import date
from io import StringIO
from typing import Any

import pytest

from applications.domain.statistics.counted_cases import Cell, CountChange, Counts
from applications.storage import statistics
from shared.identity.caller import Role
from tests.builders.applications import Caller, House
from tests.builders.statements import recorded, scans
from tests.builders.submissions import self_service

OFFICE = "dsmf@dost-1"


async def counted(house: House, number: int, **fields: Any) -> None:
    """Count that many cases in one cell; half of them are granted, all in term."""
    cell = Cell(
        **{
            "day": date(2026, 3, 10),
            "service_id": "childcare-benefit",
            "channel": "in-person",
            "centre": "dost-1",
            "office": OFFICE,
            **fields,
        }
    )
    half = number // 2
    async with house.database.transaction() as session:
        counts = Counts(submitted=number, granted=half, in_term=half)
        await statistics.record(session, [CountChange(cell, counts)])


async def read(caller: Caller, **params: Any) -> Any:
    answer = await caller.get("/v1/statistics", **params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def read_csv(caller: Caller, accept: str = "text/csv", **params: Any) -> list[list[str]]:
    answer = await caller.client.get(
        "/v1/statistics", params=params, headers={**caller.headers, "Accept": accept}
    )
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.content.endswith(b"\r\n")
    return list(csv.reader(StringIO(answer.text, newline="")))


async def auditor(house: House) -> Caller:
    return await house.caller(Role.AUDITOR, person="audit")


async def test_an_officer_reads_how_many_came_and_how_they_stand(house: House) -> None:
    await counted(house, 40)
    await counted(house, 30, channel="self-service")
    await counted(house, 20, day=date(2026, 3, 9))

    found = await read(await house.officer())

    assert (found["from"], found["until"]) == ("2026-03-01", "2026-03-10")
    assert found["by"] == ["service", "channel", "centre", "day"]
    assert [(row["channel"], row["day"], row["submitted"]) for row in found["items"]] == [
        ("in-person", "2026-03-09", 20),
        ("in-person", "2026-03-10", 40),
        ("self-service", "2026-03-10", 30),
    ]
    assert found["total"] == {
        "submitted": 90,
        "granted": 45,
        "refused": 0,
        "withdrawn": 0,
        "open": 45,
        "decided_in_term": 45,
        "decided_late": 0,
        "share_in_term": 1.0,
    }


async def test_cases_count_as_they_end_refused_and_withdrawn_alike(house: House) -> None:
    agent, officer, citizen = await house.agent(), await house.officer(), await house.citizen()
    for _ in range(5):
        await house.granted(agent, officer)
        case = await officer.does(await house.forwarded(agent), "claim")
        await officer.does(case, "refuse", {"ground": "no-legal-basis", "reason": "Əsas yoxdur."})
        online = await agent.reads((await citizen.submit(self_service())).json())
        await agent.does(await agent.does(online, "claim"), "withdraw", {"reason": "İmtina edir."})

    found = await read(officer, by="channel")

    assert found["total"] == {
        "submitted": 15,
        "granted": 5,
        "refused": 5,
        "withdrawn": 5,
        "open": 0,
        "decided_in_term": 10,
        "decided_late": 0,
        "share_in_term": 1.0,
    }
    ends = ("granted", "refused", "withdrawn")
    assert {row["channel"]: [row[end] for end in ends] for row in found["items"]} == {
        "in-person": [5, 5, 0],
        "self-service": [0, 0, 5],
    }


async def test_a_report_looks_at_no_case(house: House) -> None:
    await house.submitted_in_person(await house.agent())
    reader = await auditor(house)
    with recorded(house.database) as recording:
        await read(reader)

    async with house.database.transaction() as session:
        connection = await session.connection()
        looked_at = {
            scan.table
            for said in recording.statements
            for scan in await scans(connection, said, generic=False)
        }

    assert looked_at == {"statistic_days", "statistic_changes"}


async def test_rows_tell_apart_only_what_is_asked(house: House) -> None:
    await counted(house, 40)
    await counted(house, 30, channel="self-service", centre="dost-2")

    by_service = await read(await auditor(house), by="service")
    total_alone = await read(await auditor(house), by="")

    [row] = by_service["items"]
    assert (row["service_id"], row["submitted"]) == ("childcare-benefit", 70)
    assert (row["day"], row["channel"], row["centre"], row["office"]) == (None,) * 4
    assert total_alone["total"]["submitted"] == 70


async def test_an_officer_reads_the_own_office_and_an_auditor_all(house: House) -> None:
    await counted(house, 40)
    await counted(house, 30, office="dsmf@dost-2", centre="dost-2")
    await counted(house, 20, office="", centre="")

    own = await read(await house.officer(), by="office")
    foreign = await read(await house.officer(), by="office", office="dsmf@dost-2")
    every = await read(await auditor(house), by="office")

    assert [row["office"] for row in own["items"]] == [OFFICE]
    assert (foreign["items"], foreign["total"]["submitted"]) == ([], 0)
    assert [(row["office"], row["submitted"]) for row in every["items"]] == [
        (None, 20),
        (OFFICE, 40),
        ("dsmf@dost-2", 30),
    ]


async def test_one_to_four_cases_are_withheld_and_the_total_does_not_tell_them(
    house: House,
) -> None:
    await counted(house, 3)
    await counted(house, 40, centre="dost-2")
    await counted(house, 60, centre="dost-3")

    found = await read(await auditor(house), by="centre")
    submitted = {row["centre"]: row["submitted"] for row in found["items"]}

    assert found["withheld_below"] == 5
    assert submitted == {"dost-1": None, "dost-2": None, "dost-3": 60}
    assert found["total"]["submitted"] == 103
    small = next(row for row in found["items"] if row["centre"] == "dost-1")
    assert (small["granted"], small["open"], small["share_in_term"]) == (None, None, None)


async def test_a_few_cases_alone_are_not_told_by_their_total(house: House) -> None:
    await (await house.citizen()).submit(self_service())

    found = await read(await auditor(house))

    [row] = found["items"]
    assert (row["submitted"], row["open"], row["granted"]) == (None, None, 0)
    assert found["total"]["submitted"] is None


async def test_a_table_is_given_to_who_asks_for_one(house: House) -> None:
    await counted(house, 40)
    await counted(house, 3, centre="dost-2")
    await counted(house, 50, centre="dost-3")

    header, *rows = await read_csv(await auditor(house), by="centre,day")

    assert header[:4] == ["centre", "day", "submitted", "granted"]
    assert rows[0][:3] == ["dost-1", "2026-03-10", "*"]
    assert rows[1][:3] == ["dost-2", "2026-03-10", "*"]
    assert rows[2][2:] == ["50", "25", "0", "0", "25", "25", "0", "1.0"]


async def test_a_cell_that_begins_a_formula_is_no_formula(house: House) -> None:
    await counted(house, 40, centre='=HYPERLINK("http://x","y")')
    await counted(house, 40, centre='a "quoted", centre')

    rows = await read_csv(await auditor(house), by="centre")

    assert [row[0] for row in rows[1:]] == [
        '\'=HYPERLINK("http://x","y")',
        'a "quoted", centre',
    ]


@pytest.mark.parametrize(
    ("accept", "is_csv"),
    [
        ("text/csv", True),
        ("text/csv;q=0.9, application/json;q=0.5", True),
        ("application/json, text/csv", False),
        ("*/*", False),
        ("text/csv;q=0, */*", False),
        ("application/json;q=0.1, text/*", True),
        ("text/csv;q=much", False),
    ],
)
async def test_the_form_of_the_answer_is_the_one_the_caller_prefers(
    house: House, accept: str, is_csv: bool
) -> None:
    reader = await auditor(house)
    answer = await reader.client.get("/v1/statistics", headers={**reader.headers, "Accept": accept})

    assert answer.headers["content-type"].startswith("text/csv") is is_csv
    assert answer.headers["vary"] == "Accept"


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"from": "2026-03-11", "until": "2026-03-10"}, "period-impossible"),
        ({"from": "2025-01-01", "until": "2026-03-10"}, "period-impossible"),
        ({"until": "10.03.2026"}, "wrong-format"),
        ({"by": "person"}, "not-listed"),
        ({"by": "day,day"}, "not-listed"),
        ({"by_day": "yes"}, "query-unknown"),
    ],
)
async def test_a_report_that_is_not_possible_is_refused_with_what_would_do(
    house: House, params: dict[str, str], code: str
) -> None:
    answer = await (await auditor(house)).get("/v1/statistics", **params)

    assert answer.status_code == 422
    problem = answer.json()
    assert code in {problem["code"], *(each["code"] for each in problem.get("errors", []))}


async def test_a_report_wider_than_anybody_reads_is_refused(house: House) -> None:
    async with house.database.transaction() as session:
        for first in range(0, 5001, 1000):
            await statistics.record(
                session,
                [
                    CountChange(
                        Cell(date(2026, 3, 10), f"s-{first + n}", "post", "", ""),
                        Counts(submitted=9),
                    )
                    for n in range(1000)
                ],
            )

    answer = await (await auditor(house)).get("/v1/statistics", by="service")

    assert (answer.status_code, answer.json()["code"]) == (422, "report-too-wide")


async def test_a_year_is_read_from_its_first_day_to_its_last(house: House) -> None:
    await counted(house, 10, day=date(2025, 3, 11))
    await counted(house, 20, day=date(2026, 3, 10))
    await counted(house, 40, day=date(2026, 3, 11))

    found = await read(await auditor(house), by="", **{"from": "2025-03-11", "until": "2026-03-10"})

    assert found["total"]["submitted"] == 30
