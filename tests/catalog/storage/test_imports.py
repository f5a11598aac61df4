import pytest
from sqlmodel import func, select

from catalog.domain.publishing.lacks import PassportIncomplete
from catalog.domain.publishing.review import PersonUnnamed
from catalog.domain.reading.report import Outcome
from catalog.storage import documents
from catalog.storage.tables import DocumentRow, DraftRow
from catalog.use_cases.import_document import import_document
from catalog.use_cases.publish_draft import publish_draft
from shared.database import Database, Session
from tests.builders.catalog import APPROVER, CHILDCARE, LISTS, NOW, document, reading
from tests.builders.catalog_drafts import imported


async def count(session: Session, row: type[DocumentRow | DraftRow]) -> int:
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
