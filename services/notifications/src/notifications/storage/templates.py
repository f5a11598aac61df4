"""The newest template of a code and language."""

from sqlmodel import col, select

from notifications.domain.templates import Template, TemplateMissing
from notifications.storage.tables import TemplateRow
from shared.database import Session
from shared.texts import Text


async def newest(session: Session, *, code: str, language: str) -> Template:
    """Return the highest version. Raises TemplateMissing, naming code and language."""
    found = await session.exec(
        select(TemplateRow)
        .where(col(TemplateRow.code) == code, col(TemplateRow.language) == language)
        .order_by(col(TemplateRow.version).desc())
        .limit(1)
    )
    row = found.first()
    if row is None:
        raise TemplateMissing(
            Text(
                az="Bu kod və dil üçün şablonu əlavə edin, sonra hadisəni təkrarlayın.",
                en="Add a template for this code and language, then replay the event.",
            ),
            members={"template": code, "language": language},
        )
    return Template(row.code, row.version, row.language, row.subject, row.body)
