"""A text of its own for whom somebody applied for on a paper that was not accepted."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_TEMPLATES = [
    {
        "code": "in-progress-mandate-rejected",
        "version": 1,
        "language": "az",
        "subject": "Sizin adınızdan müraciət edilib: {case_number}",
        "body": "Kimsə «{service_name}» xidməti üzrə sizin adınızdan müraciət edib (nömrəsi "
        "{case_number}). Onun sizi təmsil etmək üçün göstərdiyi sənəd qəbul edilməyib: o, müraciəti "
        "artıq görmür və bu sənədlə müraciət üzrə qərar verilmir. Müraciəti E-sosial kabinetinizdə "
        "oxuya və geri götürə bilərsiniz; DOST mərkəzində də geri götürmək olar. Xidmət sizə "
        "lazımdırsa, sonra özünüz müraciət edin. Bu şəxs həqiqətən sizi təmsil edirsə, etibarlı "
        "sənədi DOST mərkəzinə təqdim etsin. Suallarınız varsa, 142 nömrəsinə zəng edin.",
    },
    {
        "code": "in-progress-mandate-rejected",
        "version": 1,
        "language": "en",
        "subject": "Somebody applied in your name: {case_number}",
        "body": "Somebody applied for “{service_name}” in your name (application {case_number}). "
        "The paper they gave as their right to act for you was not accepted: they no longer see "
        "the application, and nothing is decided on that paper. You can read the application in "
        "your E-sosial cabinet and withdraw it there or at a DOST centre. If you need the service, "
        "apply for it yourself afterwards. If this person does act for you, they may show a valid "
        "paper at a DOST centre. If you have questions, call 142.",
    },
]


def upgrade() -> None:
    """Add it in both languages."""
    table = sa.table(
        "templates",
        sa.column("code", sa.String),
        sa.column("version", sa.Integer),
        sa.column("language", sa.String),
        sa.column("subject", sa.String),
        sa.column("body", sa.String),
    )
    op.bulk_insert(table, _TEMPLATES)


def downgrade() -> None:
    """Take it away."""
    op.execute("delete from templates where code = 'in-progress-mandate-rejected'")
