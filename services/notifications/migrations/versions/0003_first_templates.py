"""The first version of each text, in Azerbaijani and English.

A text is never changed: a new wording is a new version in a migration of its own, because the
version is stored with every message that was written from it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TEMPLATES = [
    {
        "code": "in-progress",
        "version": 1,
        "language": "az",
        "subject": "Müraciətinizə baxılır: {case_number}",
        "body": "«{service_name}» xidməti üzrə {case_number} nömrəli müraciətinizə baxılır. "
        "Qərar ən gec {term_on} tarixinədək qəbul ediləcək və bu kabinetdə sizə "
        "bildiriləcək. Hazırda sizdən heç nə tələb olunmur.",
    },
    {
        "code": "in-progress",
        "version": 1,
        "language": "en",
        "subject": "Your application is being considered: {case_number}",
        "body": "Your application {case_number} for “{service_name}” is being considered. "
        "It will be decided by {term_on} at the latest, and you will read the decision "
        "here. There is nothing you need to do now.",
    },
    {
        "code": "in-progress-papers",
        "version": 1,
        "language": "az",
        "subject": "Müraciətiniz üçün sənədlər lazımdır: {case_number}",
        "body": "«{service_name}» xidməti üzrə {case_number} nömrəli müraciətinizə baxılır. "
        "Qərar üçün bu sənədlər hələ çatışmır: {papers}. Onları DOST mərkəzinə təqdim edin. "
        "Qərarın son tarixi {term_on}; sizdən sənəd gözlənilən günlər müddətə daxil edilmir.",
    },
    {
        "code": "in-progress-papers",
        "version": 1,
        "language": "en",
        "subject": "Your application needs documents: {case_number}",
        "body": "Your application {case_number} for “{service_name}” is being considered. "
        "To decide it we still need: {papers}. Please bring them to a DOST centre. "
        "The decision is due by {term_on}; days on which we wait for documents from you "
        "do not count.",
    },
    {
        "code": "decision-granted",
        "version": 1,
        "language": "az",
        "subject": "Müraciətiniz üzrə qərar: {case_number}",
        "body": "«{service_name}» xidməti üzrə {case_number} nömrəli müraciətiniz təmin edildi. "
        "Qərarın nömrəsi: {decision_number}, tarixi: {decided_on}.",
    },
    {
        "code": "decision-granted",
        "version": 1,
        "language": "en",
        "subject": "The decision on your application: {case_number}",
        "body": "Your application {case_number} for “{service_name}” was granted. "
        "Decision number {decision_number} of {decided_on}.",
    },
]


def upgrade() -> None:
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
    op.execute("delete from templates where version = 1")
