"""A ticket counts the calls nobody answered, and a queue is read in the order of its calls."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_UP = (
    "ALTER TABLE tickets ADD COLUMN absences integer NOT NULL DEFAULT 0",
    "CREATE INDEX ix_tickets_queue ON tickets (centre, day, state, direction, absences, number)",
    "DROP INDEX ix_tickets_waiting",
)
_DOWN = (
    """
    CREATE INDEX ix_tickets_waiting ON tickets (centre, direction, day, number) WHERE state = 'waiting'
    """,
    "DROP INDEX ix_tickets_queue",
    "ALTER TABLE tickets DROP COLUMN absences",
)


def upgrade() -> None:
    """Add the count, and change the index."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Change the index back, and drop the count."""
    for statement in _DOWN:
        op.execute(statement)
