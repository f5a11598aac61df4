"""The shared tables: outbox and its leases, inbox, parked events, stored answers."""

from alembic import op

from shared.migrations import create_shared_tables_v1, drop_shared_tables_v1

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them."""
    create_shared_tables_v1(op)


def downgrade() -> None:
    """Drop them."""
    drop_shared_tables_v1(op)
