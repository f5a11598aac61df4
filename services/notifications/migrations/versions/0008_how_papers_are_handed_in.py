"""The text of missing papers says how they may be handed in, which depends on the service."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TEMPLATES = [
    {
        "code": "in-progress-papers",
        "version": 2,
        "language": "az",
        "subject": "Müraciətiniz üçün sənədlər lazımdır: {case_number}",
        "body": "«{service_name}» xidməti üzrə {case_number} nömrəli müraciətinizə baxılır. "
        "Qərar üçün bu sənədlər hələ çatışmır: {papers}. {how_to_hand_in} "
        "Qərarın son tarixi {term_on}; sizdən sənəd gözlənilən günlər müddətə daxil edilmir.",
    },
    {
        "code": "in-progress-papers",
        "version": 2,
        "language": "en",
        "subject": "Your application needs documents: {case_number}",
        "body": "Your application {case_number} for “{service_name}” is being considered. "
        "To decide it we still need: {papers}. {how_to_hand_in} "
        "The decision is due by {term_on}; days on which we wait for documents from you "
        "do not count.",
    },
]


def upgrade() -> None:
    """Add the second version in both languages; what was written from the first keeps it."""
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
    op.execute("delete from templates where code = 'in-progress-papers' and version = 2")
