"""The text of a refusal: on which ground, under which number, and how to contest it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_TEMPLATES = [
    {
        "code": "decision-refused",
        "version": 1,
        "language": "az",
        "subject": "Müraciətiniz üzrə qərar: {case_number}",
        "body": "«{service_name}» xidməti üzrə {case_number} nömrəli müraciətiniz üzrə imtina "
        "qərarı verildi. İmtinanın əsası: {refusal_ground}. Qərarın nömrəsi: {decision_number}, "
        "tarixi: {decided_on}. {how_to_appeal}",
    },
    {
        "code": "decision-refused",
        "version": 1,
        "language": "en",
        "subject": "The decision on your application: {case_number}",
        "body": "Your application {case_number} for “{service_name}” was refused. "
        "Ground, as the service's passport prints it: {refusal_ground}. "
        "Decision number {decision_number} of {decided_on}. {how_to_appeal}",
    },
]


def upgrade() -> None:
    """Add the text in both languages."""
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
    op.execute("delete from templates where code = 'decision-refused'")
