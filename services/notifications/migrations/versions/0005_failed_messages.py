"""Messages that failed for good are counted without reading those that were delivered."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add an index of the few that failed."""
    op.execute("CREATE INDEX ix_messages_failed ON messages (message_id) WHERE state = 'failed'")


def downgrade() -> None:
    """Take it away."""
    op.execute("DROP INDEX ix_messages_failed")
