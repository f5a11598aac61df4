"""Published versions, made as the command line makes them."""

from datetime import timedelta

from catalog.use_cases.publish_reviewed import ReviewedPair, publish_reviewed
from shared.database import Database
from shared.events.passports import Passport
from tests.builders.catalog import LISTS, NOW


async def publish(database: Database, pair: ReviewedPair, days: int = 0) -> Passport:
    """Publish a reviewed document and its editor's file, ``days`` after the tests' day."""
    async with database.transaction() as session:
        passport = await publish_reviewed(
            session, pair, lists=LISTS, now=NOW + timedelta(days=days)
        )
    assert passport is not None
    return passport
