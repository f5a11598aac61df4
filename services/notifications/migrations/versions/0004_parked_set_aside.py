"""A parked event that was let go of is told from one that was handled."""

from alembic import op

from shared.migrations import alter_shared_tables_v2, revert_shared_tables_v2

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the mark, and an index of those that wait."""
    alter_shared_tables_v2(op)


def downgrade() -> None:
    """Take them back."""
    revert_shared_tables_v2(op)
