import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select, update

from catalog.domain.publishing.versions import PassportMissing
from catalog.storage import published
from catalog.storage.tables import PassportVersionRow
from catalog.use_cases.approve_draft import approve_draft
from catalog.use_cases.edit_draft import edit_draft
from catalog.use_cases.import_document import import_document
from catalog.use_cases.publish_reviewed import NotAPassport, ReviewedPair, publish_reviewed
from catalog.use_cases.submit_draft import submit_draft
from shared.database import Database, Session
from shared.events.passports import Passport
from tests.builders.catalog import (
    APPROVER,
    CHILDCARE,
    DOMESTIC_VIOLENCE,
    EDITOR,
    LISTS,
    NOW,
    codes,
    content,
    editor_file,
    reviewed,
    with_fills,
)
from tests.builders.database import committing

SERVICE = "childcare-benefit"
OTHER_OFFICES = with_fills(editor_file(CHILDCARE), back_offices=codes("dsmf", "dma")).fields


async def publish(session: Session, pair: ReviewedPair, days: int = 0) -> Passport | None:
    return await publish_reviewed(session, pair, lists=LISTS, now=NOW + timedelta(days=days))


@pytest.mark.parametrize("file_name", [CHILDCARE, DOMESTIC_VIOLENCE])
async def test_a_seed_is_published_as_the_content_its_editor_agreed_to(
    database: Database, file_name: str
) -> None:
    async with database.transaction() as session:
        passport = await publish(session, reviewed(file_name))

    expected = content(file_name)
    async with database.transaction() as session:
        stored = await published.in_force(session, expected.service_id, NOW)
    assert passport == stored
    assert (stored.version, stored.valid_until, stored.published_at) == (1, None, NOW)
    assert stored.valid_from.isoformat() == "2019-12-15T20:00:00+00:00"
    assert [choice.code for choice in stored.audiences] == [c.code for c in expected.audiences]
    assert [step.id for step in stored.steps] == [step.id for step in expected.steps]
    assert tuple(stored.remarks) == expected.remarks


async def test_a_seed_published_already_stays_as_it_is(database: Database) -> None:
    async with database.transaction() as session:
        assert await publish(session, reviewed(CHILDCARE)) is not None
        assert await publish(session, reviewed(CHILDCARE), days=1) is None


async def test_another_editors_file_becomes_the_next_version_and_closes_the_one_before(
    database: Database,
) -> None:
    async with database.transaction() as session:
        await publish(session, reviewed(CHILDCARE))
        second = await publish(session, reviewed(CHILDCARE, fields=OTHER_OFFICES), days=1)

        assert second is not None
        tomorrow = NOW + timedelta(days=1)
        first = await published.numbered_version(session, SERVICE, 1)
        assert (second.version, second.valid_from, first.valid_until) == (2, tomorrow, tomorrow)
        before = await published.in_force(session, SERVICE, tomorrow - timedelta(seconds=1))
        since = await published.in_force(session, SERVICE, tomorrow)
        assert (before.version, since.version) == (1, 2)


async def test_before_the_first_version_there_is_no_passport(database: Database) -> None:
    async with database.transaction() as session:
        await publish(session, reviewed(CHILDCARE))
        with pytest.raises(PassportMissing):
            await published.in_force(session, SERVICE, NOW - timedelta(days=365 * 10))
        with pytest.raises(PassportMissing):
            await published.numbered_version(session, SERVICE, 2)


async def test_the_database_itself_lets_no_two_versions_be_in_force_at_once(
    database: Database,
) -> None:
    async with database.transaction() as session:
        await publish(session, reviewed(CHILDCARE))
        await publish(session, reviewed(CHILDCARE, fields=OTHER_OFFICES), days=1)
        reopened = update(PassportVersionRow).where(col(PassportVersionRow.version) == 1)
        with pytest.raises(IntegrityError, match="ex_passport_versions_one_in_force"):
            async with session.begin_nested():
                await session.exec(reopened.values(valid_until=None))


async def test_an_editors_file_beside_something_else_publishes_nothing(
    database: Database,
) -> None:
    pair = ReviewedPair("x.txt", b"no passport", editor_file(CHILDCARE), EDITOR, "Tural")

    with pytest.raises(NotAPassport):
        async with database.transaction() as session:
            await publish(session, pair)


@pytest.mark.parametrize("state", ["edited", "submitted", "approved"])
async def test_a_review_that_has_begun_is_brought_to_its_end(
    database: Database, state: str
) -> None:
    pair = reviewed(CHILDCARE)
    async with database.transaction() as session:
        begun = await import_document(
            session, pair.content, file_name="x", lists=LISTS, person=EDITOR, now=NOW
        )
        assert begun.draft_id is not None
        await edit_draft(session, begun.draft_id, pair.edit, lists=LISTS, person=EDITOR, now=NOW)
        if state != "edited":
            await submit_draft(session, begun.draft_id, lists=LISTS, person=EDITOR, now=NOW)
        if state == "approved":
            await approve_draft(session, begun.draft_id, person=APPROVER, now=NOW)

        assert await publish(session, pair) is not None


async def test_seeding_twice_at_once_publishes_each_version_once(
    database_url_of: Callable[[str], str],
) -> None:
    async with committing(database_url_of("catalog")) as database:

        async def seed() -> Passport | None:
            async with database.transaction() as session:
                return await publish(session, reviewed(CHILDCARE))

        results = await asyncio.gather(*(seed() for _ in range(4)))

        async with database.transaction() as session:
            query = select(PassportVersionRow.version).order_by(col(PassportVersionRow.version))
            versions = list((await session.exec(query)).all())
    assert versions == [1]
    assert sum(result is not None for result in results) == 1


async def test_revisions_published_at_once_follow_each_other(
    database_url_of: Callable[[str], str],
) -> None:
    def pair(remark: str) -> ReviewedPair:
        cut = reviewed(CHILDCARE)
        return ReviewedPair(f"{remark}.txt", cut.content + remark.encode(), cut.edit, EDITOR, "T")

    async with committing(database_url_of("catalog")) as database:

        async def seed(at: int) -> None:
            async with database.transaction() as session:
                await publish(session, pair("\n" * at), days=at)

        await seed(1)
        await asyncio.gather(*(seed(at) for at in (2, 3, 4)), return_exceptions=True)

        async with database.transaction() as session:
            lines = await published.history(session, SERVICE, before=None, limit=10)
    ends = [line.validity.valid_until for line in lines]
    assert ends == [None, *(line.validity.valid_from for line in lines[:-1])]
