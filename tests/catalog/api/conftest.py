"""Published passports for the tests of the read API."""

from datetime import timedelta

import pytest

from shared.clock import FixedClock
from shared.database import Database
from shared.events.passports import Passport
from tests.builders.catalog import (
    CHILDCARE,
    DOMESTIC_VIOLENCE,
    NOW,
    codes,
    editor_file,
    reviewed,
    with_fills,
)
from tests.builders.catalog_published import publish


@pytest.fixture
async def childcare(database: Database) -> Passport:
    return await publish(database, reviewed(CHILDCARE))


@pytest.fixture
async def both(database: Database, childcare: Passport) -> list[Passport]:
    return [childcare, await publish(database, reviewed(DOMESTIC_VIOLENCE))]


@pytest.fixture
async def second(database: Database, childcare: Passport, clock: FixedClock) -> Passport:
    """A second version, in force since a day after the first was published."""
    assert childcare.version == 1
    fields = with_fills(editor_file(CHILDCARE), back_offices=codes("dsmf", "dma")).fields
    passport = await publish(database, reviewed(CHILDCARE, fields=fields), days=1)
    clock.set(NOW + timedelta(days=2))
    return passport
