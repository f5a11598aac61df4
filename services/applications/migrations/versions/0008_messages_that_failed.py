"""A case keeps when the cabinet refused one of its messages for good."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the instant; no message of before is known to have failed."""
    op.execute("ALTER TABLE messages ADD COLUMN failed_at timestamptz")


def downgrade() -> None:
    """Drop the instant."""
    op.execute("ALTER TABLE messages DROP COLUMN failed_at")
