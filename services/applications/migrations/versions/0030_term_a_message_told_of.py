"""A message knows the term it told of; those of before are noted with their case's next change."""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the day, and whether the term has moved past it."""
    op.execute(
        "ALTER TABLE messages ADD COLUMN term_on date,"
        " ADD COLUMN outdated boolean NOT NULL DEFAULT false"
    )


def downgrade() -> None:
    """Drop both."""
    op.execute("ALTER TABLE messages DROP COLUMN term_on, DROP COLUMN outdated")
