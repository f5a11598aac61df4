"""Notices that the cabinet refused are found without reading the other messages."""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.execute(
        "CREATE INDEX ix_messages_refused ON messages (case_id)"
        " WHERE template = 'in-progress' AND failed_at IS NOT NULL AND NOT outdated"
    )


def downgrade() -> None:
    """Drop it."""
    op.execute("DROP INDEX ix_messages_refused")
