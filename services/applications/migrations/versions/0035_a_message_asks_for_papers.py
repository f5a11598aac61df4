"""A message knows whether it asked for papers; those of before are taken not to have."""

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Note of each message whether it asked for papers."""
    op.execute("ALTER TABLE messages ADD COLUMN asks_for_papers boolean NOT NULL DEFAULT false")


def downgrade() -> None:
    """Drop it."""
    op.execute("ALTER TABLE messages DROP COLUMN asks_for_papers")
