"""A version planned for a day to come: what is in force until then, and what the topic tells."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from catalog.domain.publishing.versions import PassportMissing
from catalog.storage import published
from catalog.use_cases.publish_reviewed import ReviewedPair
from shared.database import Database
from shared.events.passports import PassportPublished
from shared.outbox import OutboxRow
from tests.builders.catalog import CHILDCARE, NOW, codes, editor_file, reviewed, with_fills
from tests.builders.catalog_published import publish

SERVICE = "childcare-benefit"
APRIL = datetime(2026, 3, 31, 20, 0, tzinfo=UTC)  # midnight in Baku
SECOND = timedelta(seconds=1)


def version(*offices: str, valid_from: date | None = None) -> ReviewedPair:
    fields = with_fills(editor_file(CHILDCARE), back_offices=codes("dsmf", *offices)).fields
    return reviewed(CHILDCARE, fields=fields, valid_from=valid_from)


async def two_versions(database: Database) -> None:
    await publish(database, reviewed(CHILDCARE))
    await publish(database, version("dma", valid_from=date(2026, 4, 1)), days=1)


async def in_force(database: Database, at: datetime) -> int:
    async with database.transaction() as session:
        return (await published.in_force(session, SERVICE, at)).version


async def newest_event(database: Database) -> PassportPublished:
    async with database.transaction() as session:
        rows = (await session.exec(select(OutboxRow).order_by(col(OutboxRow.id)))).all()
    data: Any = rows[-1].data
    return PassportPublished.model_validate(data)


async def test_the_version_before_is_in_force_until_the_planned_one_begins(
    database: Database,
) -> None:
    await two_versions(database)

    assert await in_force(database, NOW + timedelta(days=2)) == 1
    assert await in_force(database, APRIL - SECOND) == 1
    assert await in_force(database, APRIL) == 2


async def test_whoever_reads_only_the_newest_event_can_run_the_service_until_then(
    database: Database,
) -> None:
    await two_versions(database)

    event = await newest_event(database)

    assert (event.passport.version, event.passport.valid_from) == (2, APRIL)
    assert [(each.version, each.valid_until) for each in event.until_then] == [(1, APRIL)]


async def test_a_version_in_force_at_once_needs_no_other_beside_it(database: Database) -> None:
    await publish(database, reviewed(CHILDCARE))
    await publish(database, version("dma"), days=1)

    assert (await newest_event(database)).until_then == []


async def test_what_begins_before_a_planned_version_takes_its_place(database: Database) -> None:
    await two_versions(database)
    third = await publish(database, version("demx", valid_from=date(2026, 3, 25)), days=2)

    event = await newest_event(database)

    assert await in_force(database, third.valid_from - SECOND) == 1
    assert await in_force(database, third.valid_from) == 3
    assert await in_force(database, APRIL) == 3
    assert [each.version for each in event.until_then] == [1]
    assert event.until_then[0].valid_until == third.valid_from
    async with database.transaction() as session:
        never = await published.numbered_version(session, SERVICE, 2)
    assert never.valid_from == never.valid_until


async def test_a_later_version_follows_a_planned_one(database: Database) -> None:
    await two_versions(database)
    await publish(database, version("demx", valid_from=date(2026, 5, 1)), days=2)

    event = await newest_event(database)

    assert await in_force(database, APRIL) == 2
    assert [each.version for each in event.until_then] == [1, 2]
    assert event.until_then[-1].valid_until == event.passport.valid_from


async def test_a_service_whose_first_version_is_planned_does_not_exist_yet(
    database: Database,
) -> None:
    await publish(database, version("dma", valid_from=date(2026, 4, 1)))

    with pytest.raises(PassportMissing):
        await in_force(database, APRIL - SECOND)
    assert (await newest_event(database)).until_then == []
