import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.builders.applications import House


async def rewrite(house: House, change: str) -> None:
    async with house.database.transaction() as session:
        connection = await session.connection()
        await connection.execute(text(change))


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

    with pytest.raises(DBAPIError, match="append-only"):
        await rewrite(house, change)
