"""An operator sees that a question has no outcome, and since when."""

from sqlalchemy import text

from meis_gateway.jobs.sweep import open_intents_sample
from shared.database import Database
from tests.builders.metrics import looked_up


async def test_an_intent_without_an_outcome_is_counted_with_its_age(database: Database) -> None:
    none = await looked_up(open_intents_sample(database))
    async with database.transaction() as session:
        await (await session.connection()).execute(
            text(
                "insert into open_intents (intent_id, opened_at) values"
                " ('old', clock_timestamp() - interval '40 s'), ('new', clock_timestamp())"
            )
        )
    two = await looked_up(open_intents_sample(database))

    assert none.value("dost_open_intents") == 0
    assert none.value("dost_open_intents_oldest_seconds") == 0
    assert two.value("dost_open_intents") == 2
    assert 40 <= (two.value("dost_open_intents_oldest_seconds") or 0) < 70
