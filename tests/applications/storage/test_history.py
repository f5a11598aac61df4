import pytest

from tests.builders.applications import House
from tests.builders.kept import expect_no_right, expect_refused_to_both


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE history SET actor = 'nobody'",
        "DELETE FROM history",
        "TRUNCATE history",
    ],
)
async def test_the_database_itself_refuses_to_rewrite_history(house: House, change: str) -> None:
    await house.at_desk(await house.agent())

    await expect_refused_to_both(house.database, change, trigger="append-only")


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE history DISABLE TRIGGER append_only",
        "SET LOCAL session_replication_role = replica",
        "DROP TRIGGER append_only ON history",
        "ALTER FUNCTION refuse_change() RENAME TO look_away",
        "ALTER TABLE history DROP COLUMN digest",
        "DROP TABLE history",
    ],
)
async def test_the_service_has_no_way_around_what_keeps_history(house: House, change: str) -> None:
    await expect_no_right(house.database, change)


async def test_the_service_removes_no_case_with_its_history(house: House) -> None:
    await house.at_desk(await house.agent())

    await expect_no_right(house.database, "DELETE FROM cases")
