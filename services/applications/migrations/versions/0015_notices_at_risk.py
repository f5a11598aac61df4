"""Timers keep when they were set, and open messages are found without reading the others."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_UP = (
    "ALTER TABLE timers ADD COLUMN planned_at timestamptz NOT NULL DEFAULT clock_timestamp()",
    "CREATE INDEX ix_messages_open ON messages (requested_at) WHERE delivered_at IS NULL AND failed_at IS NULL",
)
_DOWN = (
    "DROP INDEX ix_messages_open",
    "ALTER TABLE timers DROP COLUMN planned_at",
)


def upgrade() -> None:
    """Add them; what waits counts from now."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Drop them."""
    for statement in _DOWN:
        op.execute(statement)
