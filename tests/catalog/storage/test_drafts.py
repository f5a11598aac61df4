from datetime import timedelta

import pytest
from sqlmodel import col, select

from catalog.domain.publishing.filling import EditRefused
from catalog.domain.publishing.lacks import PassportIncomplete
from catalog.domain.publishing.review import (
    DraftMissing,
    DraftState,
    ReviewBlocked,
    SecondPersonNeeded,
)
from catalog.storage import drafts
from catalog.storage.tables import DraftActionRow, PassportVersionRow
from catalog.use_cases.approve_draft import approve_draft
from catalog.use_cases.edit_draft import edit_draft
from catalog.use_cases.import_document import import_document
from catalog.use_cases.look_at_drafts import list_drafts, look_at_draft
from catalog.use_cases.open_revision import open_revision
from catalog.use_cases.publish_draft import publish_draft
from catalog.use_cases.submit_draft import submit_draft
from shared.database import Database
from shared.events.passports import PassportPublished
from shared.outbox import OutboxRow
from tests.builders.catalog import (
    APPROVER,
    CHILDCARE,
    DOMESTIC_VIOLENCE,
    EDITOR,
    LISTS,
    NOW,
    codes,
    document,
    editor_file,
    with_fills,
)
from tests.builders.catalog_drafts import approved, draft_of, edited, imported


async def test_publishing_without_the_editors_file_names_each_lacking_field(
    database: Database,
) -> None:
    async with database.transaction() as session:
        draft = await draft_of(session)
        with pytest.raises(PassportIncomplete) as refusal:
            await publish_draft(session, draft, lists=LISTS, person=APPROVER, now=NOW)

        lacking = {lack.number for lack in refusal.value.lacks if lack.number}
        assert lacking == {3, 4, 6, 7, 8, 9, 10, 11, 12, 14, 16, 19, 20, 21, 22, 23, 24, 25, 26}
        assert (await session.exec(select(PassportVersionRow))).first() is None


async def test_a_refused_edit_changes_nothing(database: Database) -> None:
    async with database.transaction() as session:
        draft = await edited(session)
        overriding = with_fills(editor_file(CHILDCARE), name=codes("x"))
        with pytest.raises(EditRefused):
            await edit_draft(session, draft, overriding, lists=LISTS, person=EDITOR, now=NOW)

        assert await drafts.last_edit(session, draft) == editor_file(CHILDCARE)


async def test_the_same_editors_file_again_is_no_new_edit(database: Database) -> None:
    async with database.transaction() as session:
        draft = await edited(session)
        before = (await drafts.lock(session, draft)).version
        await edit_draft(
            session, draft, editor_file(CHILDCARE), lists=LISTS, person=APPROVER, now=NOW
        )

        assert (await drafts.lock(session, draft)).version == before


async def test_who_edited_can_neither_approve_nor_publish(database: Database) -> None:
    async with database.transaction() as session:
        draft = await edited(session)
        await submit_draft(session, draft, lists=LISTS, person=EDITOR, now=NOW)
        with pytest.raises(SecondPersonNeeded):
            await approve_draft(session, draft, person=EDITOR, now=NOW)
        await approve_draft(session, draft, person=APPROVER, now=NOW)
        with pytest.raises(SecondPersonNeeded):
            await publish_draft(session, draft, lists=LISTS, person=EDITOR, now=NOW)


async def test_an_approver_who_edits_too_needs_a_third_person(database: Database) -> None:
    async with database.transaction() as session:
        draft = await approved(session)
        other = with_fills(editor_file(CHILDCARE), back_offices=codes("dsmf", "dma"))
        await edit_draft(session, draft, other, lists=LISTS, person=APPROVER, now=NOW)
        await submit_draft(session, draft, lists=LISTS, person=APPROVER, now=NOW)
        with pytest.raises(SecondPersonNeeded):
            await approve_draft(session, draft, person=EDITOR, now=NOW)


async def test_an_incomplete_draft_is_not_submitted(database: Database) -> None:
    async with database.transaction() as session:
        draft = await draft_of(session)
        with pytest.raises(PassportIncomplete):
            await submit_draft(session, draft, lists=LISTS, person=EDITOR, now=NOW)


async def test_a_complete_draft_nobody_approved_is_not_published(database: Database) -> None:
    async with database.transaction() as session:
        draft = await edited(session)
        with pytest.raises(ReviewBlocked) as blocked:
            await publish_draft(session, draft, lists=LISTS, person=APPROVER, now=NOW)

        assert blocked.value.members == {"state": "draft"}


async def test_a_published_draft_does_not_change(database: Database) -> None:
    async with database.transaction() as session:
        draft = await approved(session)
        await publish_draft(session, draft, lists=LISTS, person=APPROVER, now=NOW)
        with pytest.raises(ReviewBlocked):
            await edit_draft(
                session, draft, editor_file(CHILDCARE), lists=LISTS, person=EDITOR, now=NOW
            )
        with pytest.raises(ReviewBlocked):
            await publish_draft(session, draft, lists=LISTS, person=APPROVER, now=NOW)


async def test_publication_is_recorded_as_an_event_in_the_same_transaction(
    database: Database,
) -> None:
    async with database.transaction() as session:
        draft = await approved(session)
        passport = await publish_draft(session, draft, lists=LISTS, person=APPROVER, now=NOW)

        event = (await session.exec(select(OutboxRow))).one()
        assert (event.topic, event.type) == (PassportPublished.topic, PassportPublished.type)
        assert (event.source, event.key) == ("catalog", "childcare-benefit")
        assert event.data is not None
        assert PassportPublished.model_validate(event.data).passport == passport


async def test_everything_done_to_a_draft_is_written_down_with_who_did_it(
    database: Database,
) -> None:
    async with database.transaction() as session:
        draft = await approved(session)
        await publish_draft(session, draft, lists=LISTS, person=APPROVER, now=NOW)

        query = (
            select(DraftActionRow.action, DraftActionRow.person)
            .where(col(DraftActionRow.draft_id) == draft)
            .order_by(col(DraftActionRow.no))
        )
        assert list((await session.exec(query)).all()) == [
            ("import", EDITOR),
            ("edit", EDITOR),
            ("submit", EDITOR),
            ("approve", APPROVER),
            ("publish", APPROVER),
        ]


async def test_a_revision_begins_with_what_was_published_and_is_the_documents_draft_now(
    database: Database,
) -> None:
    async with database.transaction() as session:
        draft = await approved(session)
        await publish_draft(session, draft, lists=LISTS, person=APPROVER, now=NOW)
        later = NOW + timedelta(days=1)
        revision = await open_revision(session, draft, person="Aydan", now=later)
        again = await open_revision(session, draft, person="Aydan", now=later)

        assert revision == again == (await imported(session)).draft_id
        state, assessment = await look_at_draft(session, revision, lists=LISTS)
        assert (state, assessment.lacks) == (DraftState.DRAFT, ())


async def test_an_open_draft_needs_no_revision(database: Database) -> None:
    async with database.transaction() as session:
        draft = await draft_of(session)
        with pytest.raises(ReviewBlocked):
            await open_revision(session, draft, person=EDITOR, now=NOW)


async def test_a_draft_nobody_opened_is_missing(database: Database) -> None:
    async with database.transaction() as session:
        with pytest.raises(DraftMissing):
            await look_at_draft(session, "no-such-draft", lists=LISTS)


async def test_drafts_are_listed_with_what_became_of_them(database: Database) -> None:
    async with database.transaction() as session:
        draft = await approved(session)
        await publish_draft(session, draft, lists=LISTS, person=APPROVER, now=NOW)
        await import_document(
            session,
            document(DOMESTIC_VIOLENCE),
            file_name=DOMESTIC_VIOLENCE,
            lists=LISTS,
            person=EDITOR,
            now=NOW,
        )

        lines = await list_drafts(session, limit=10)
        assert [(line.file_name, line.state, line.service_id, line.version) for line in lines] == [
            (DOMESTIC_VIOLENCE, "draft", None, None),
            (CHILDCARE, "published", "childcare-benefit", 1),
        ]
