"""Documents as they came, and their reading reports."""

from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from catalog.domain.reading.report import ReadingReport
from catalog.storage.tables import DocumentRow
from shared.database import Session

_REPORT = TypeAdapter(ReadingReport)


async def add(
    session: Session,
    *,
    sha256: str,
    content: bytes,
    file_name: str,
    report: ReadingReport,
    imported_at: datetime,
) -> None:
    """Keep a document and its report; one that is there already stays as it is."""
    statement = insert(DocumentRow).values(
        sha256=sha256,
        content=content,
        file_name=file_name,
        report=_REPORT.dump_python(report, mode="json"),
        imported_at=imported_at,
    )
    await session.exec(statement.on_conflict_do_nothing(index_elements=["sha256"]))


async def report_of(session: Session, sha256: str) -> ReadingReport:
    """Return what the reader found when the document was first imported."""
    query = select(DocumentRow.report).where(col(DocumentRow.sha256) == sha256)
    return _REPORT.validate_python((await session.exec(query)).one())
