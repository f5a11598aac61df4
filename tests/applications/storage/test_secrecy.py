import base64

from sqlalchemy import text

from tests.builders.applications import House
from tests.builders.database import as_owner
from tests.builders.submissions import FIN, Json, papers

PERSONAL = (FIN, "Aysel", "Məmmədova", "1994-03-02", "AA1234567", "17/3", "AA 1000", "etibarsız")


def written(value: str) -> list[str]:
    """Return the ways a text can stand in a dump of a database."""
    raw = value.encode()
    return [
        value,
        value.encode("unicode_escape").decode(),
        raw.hex(),
        base64.b64encode(raw).decode().rstrip("=")[:-1],
        value.encode("utf-16-le").hex(),
    ]


async def dump(house: House) -> str:
    """Return every row of every table of the service as text."""
    async with house.database.transaction() as session:
        connection = await session.connection()
        names = await connection.execute(
            text("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        )
        tables = [name for (name,) in names.all()]
        found = []
        for table in tables:
            rows = await connection.execute(text(f'SELECT t::text FROM "{table}" t'))  # noqa: S608 names come from the database itself
            found += [row for (row,) in rows.all()]
    return "\n".join(found)


async def whole_life(house: House) -> Json:
    agent, officer = await house.agent(), await house.officer()
    case = await house.at_desk(agent)
    case = await agent.does(case, "submit-documents", papers("commission-protocol"))
    case = await agent.does(case, "confirm-completeness")
    case = await agent.does(case, "forward", {"view": "for", "note": "Aysel gəlmişdi: etibarsız."})
    case = await officer.does(case, "claim")
    case = await officer.does(case, "grant", {"reason": "Aysel haqlıdır."})
    await house.deliver("decision")
    return case


async def test_no_personal_data_stands_in_the_clear_in_any_table(house: House) -> None:
    await whole_life(house)

    rows = await dump(house)

    assert "at-back-office" in rows
    for value in PERSONAL:
        for form in written(value):
            assert form not in rows, (value, form)


async def test_erasing_the_key_of_a_case_erases_its_people(house: House) -> None:
    case = await whole_life(house)
    async with house.database.transaction() as session:
        connection = await session.connection()
        async with as_owner(connection):
            await connection.execute(text("DELETE FROM case_keys"))

    answer = await (await house.officer()).get(f"/v1/cases/{case['case_id']}")

    assert answer.status_code == 404
    assert "Aysel" not in answer.text


async def test_a_sealed_value_moved_to_another_case_does_not_open(house: House) -> None:
    agent = await house.agent()
    first, second = await house.at_desk(agent), await house.at_desk(agent)
    move = text(
        "UPDATE people SET sealed = (SELECT sealed FROM people WHERE case_id = :first"
        " AND role = 'person-concerned') WHERE case_id = :second AND role = 'person-concerned'"
    )
    async with house.database.transaction() as session:
        connection = await session.connection()
        names = {"first": first["case_id"], "second": second["case_id"]}
        await connection.execute(move, names)

    moved = await agent.get(f"/v1/cases/{second['case_id']}")
    assert moved.status_code != 200
    assert "Aysel" not in moved.text
    assert (await agent.reads(first))["person_concerned"]["given_name"] == "Aysel"
