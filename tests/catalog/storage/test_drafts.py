from datetime import timedelta

import pytest
from sqlmodel import col, func, select

from catalog.domain.publishing.filling import EditRefused
from catalog.domain.publishing.lacks import PassportIncomplete
from catalog.domain.publishing.review import (
    DraftMissing,
    DraftState,
    PersonUnnamed,
    ReviewBlocked,
    SecondPersonNeeded,
)
from catalog.domain.reading.report import Outcome
from catalog.storage import documents, drafts
from catalog.storage.tables import DocumentRow, DraftActionRow, DraftRow, PassportVersionRow
from catalog.use_cases.approve_draft import approve_draft
from catalog.use_cases.edit_draft import edit_draft
from catalog.use_cases.import_document import Imported, import_document
from catalog.use_cases.look_at_drafts import list_drafts, look_at_draft
from catalog.use_cases.open_revision import open_revision
from catalog.use_cases.publish_draft import publish_draft
from catalog.use_cases.submit_draft import submit_draft
from shared.database import Database, Session
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
    reading,
    with_fills,
)


async def imported(session: Session, content: bytes | None = None) -> Imported:
    return await import_document(
        session,
        document(CHILDCARE) if content is None else content,
        file_name=CHILDCARE,
        lists=LISTS,
        person=EDITOR,
        now=NOW,
    )


async def draft_of(session: Session) -> str:
    draft = (await imported(session)).draft_id
    assert draft is not None
    return draft


async def edited(session: Session) -> str:
    draft = await draft_of(session)
    await edit_draft(session, draft, editor_file(CHILDCARE), lists=LISTS, person=EDITOR, now=NOW)
    return draft


async def approved(session: Session) -> str:
    draft = await edited(session)
    await submit_draft(session, draft, lists=LISTS, person=EDITOR, now=NOW)
    await approve_draft(session, draft, person=APPROVER, now=NOW)
    return draft


async def count(session: Session, row: type[DocumentRow | DraftRow | PassportVersionRow]) -> int:
    return (await session.exec(select(func.count()).select_from(row))).one()


async def test_a_document_is_kept_byte_for_byte_with_what_was_read_in_it(
    database: Database,
) -> None:
    async with database.transaction() as session:
        await imported(session)

    async with database.transaction() as session:
        kept = (await session.exec(select(DocumentRow))).one()
        assert kept.content == document(CHILDCARE)
        assert await documents.report_of(session, kept.sha256) == reading(CHILDCARE)


async def test_the_same_document_again_is_the_same_draft(database: Database) -> None:
    async with database.transaction() as session:
        first = await imported(session)
    async with database.transaction() as session:
        again = await imported(session)

        assert (again.draft_id, first.known, again.known) == (first.draft_id, False, True)
        assert await count(session, DraftRow) == 1


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (b"Bu, pasport deyil.\n", Outcome.REJECTED),
        (b"", Outcome.REJECTED),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", Outcome.UNREADABLE),
        (bytes(range(256)) * 40, Outcome.UNREADABLE),
    ],
    ids=["a letter", "nothing", "a picture", "noise"],
)
async def test_what_is_no_passport_leaves_no_trace(
    database: Database, content: bytes, outcome: Outcome
) -> None:
    async with database.transaction() as session:
        result = await imported(session, content)

        assert (result.report.outcome, result.draft_id) == (outcome, None)
        assert await count(session, DocumentRow) == 0
        assert await count(session, DraftRow) == 0


async def test_a_document_cut_in_the_middle_is_kept_and_cannot_be_published(
    database: Database,
) -> None:
    whole = document(CHILDCARE)
    async with database.transaction() as session:
        cut = await imported(session, whole[: len(whole) // 2])

        assert cut.report.truncated
        assert cut.draft_id is not None
        with pytest.raises(PassportIncomplete) as refusal:
            await publish_draft(session, cut.draft_id, lists=LISTS, person=APPROVER, now=NOW)
        assert "absent" in {lack.code for lack in refusal.value.lacks}


async def test_an_import_names_who_imported(database: Database) -> None:
    async with database.transaction() as session:
        with pytest.raises(PersonUnnamed):
            await import_document(session, b"", file_name="x", lists=LISTS, person=" ", now=NOW)


async def test_publishing_without_the_editors_file_names_each_lacking_field(
    database: Database,
) -> None:
    async with database.transaction() as session:
        draft = await draft_of(session)
        with pytest.raises(PassportIncomplete) as refusal:
            await publish_draft(session, draft, lists=LISTS, person=APPROVER, now=NOW)

        lacking = {lack.number for lack in refusal.value.lacks if lack.number}
        assert lacking == {3, 4, 6, 7, 8, 9, 10, 11, 12, 14, 16, 19, 20, 21, 22, 23, 24, 25, 26}
        assert await count(session, PassportVersionRow) == 0


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
