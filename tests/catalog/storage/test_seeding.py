"""Seeding a catalogue again and again changes nothing that people did."""

from datetime import timedelta

from catalog.domain.publishing.review import DraftState
from catalog.storage import drafts, published
from catalog.use_cases.edit_draft import edit_draft
from catalog.use_cases.open_revision import open_revision
from catalog.use_cases.seed_passport import seed_passport
from shared.database import Database
from shared.events.passports import Passport
from tests.builders.catalog import (
    CHILDCARE,
    LISTS,
    NOW,
    codes,
    editor_file,
    reviewed,
    with_fills,
)
from tests.builders.catalog_drafts import draft_of
from tests.builders.catalog_published import publish


async def seed(database: Database) -> Passport | None:
    async with database.transaction() as session:
        return await seed_passport(session, reviewed(CHILDCARE), lists=LISTS, now=NOW)


async def versions(database: Database) -> list[int]:
    async with database.transaction() as session:
        lines = await published.history(session, "childcare-benefit", before=None, limit=10)
    return [line.validity.version for line in lines]


async def test_an_empty_catalogue_gets_the_first_version_and_a_second_seeding_nothing(
    database: Database,
) -> None:
    first = await seed(database)

    assert first is not None
    assert first.version == 1
    assert await seed(database) is None
    assert await versions(database) == [1]


async def test_what_two_people_published_since_is_not_taken_back(database: Database) -> None:
    await seed(database)
    fields = with_fills(editor_file(CHILDCARE), back_offices=codes("dsmf", "dma")).fields
    await publish(database, reviewed(CHILDCARE, fields=fields), days=1)

    assert await seed(database) is None
    assert await versions(database) == [2, 1]


async def test_a_revision_somebody_works_on_stays_theirs(database: Database) -> None:
    await seed(database)
    async with database.transaction() as session:
        draft_id = await draft_of(session)
        revision = await open_revision(session, draft_id, person="Aynur", now=NOW)
        mine = with_fills(editor_file(CHILDCARE), back_offices=codes("dma"))
        await edit_draft(session, revision, mine, lists=LISTS, person="Aynur", now=NOW)

    assert await seed(database) is None

    async with database.transaction() as session:
        assert await drafts.last_edit(session, revision) == mine
        assert (await drafts.lock(session, revision)).state == DraftState.DRAFT


async def test_a_draft_somebody_began_before_the_first_seeding_stays_theirs(
    database: Database,
) -> None:
    async with database.transaction() as session:
        draft_id = await draft_of(session)
        await edit_draft(
            session,
            draft_id,
            editor_file(CHILDCARE),
            lists=LISTS,
            person="Aynur",
            now=NOW - timedelta(days=1),
        )

    assert await seed(database) is None
    assert await versions(database) == []
