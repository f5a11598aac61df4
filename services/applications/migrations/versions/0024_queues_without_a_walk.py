"""What somebody works on, and what nobody has claimed, is found without reading other queues."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_UP = (
    "CREATE INDEX ix_cases_assignee_state_due ON cases (assignee, state, due_on, id)",
    """
    CREATE INDEX ix_cases_unclaimed_state_due ON cases (state, due_on, id) WHERE centre IS NULL
    """,
)
_DOWN = ("DROP INDEX ix_cases_unclaimed_state_due", "DROP INDEX ix_cases_assignee_state_due")


def upgrade() -> None:
    """Add the indexes."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Drop them."""
    for statement in _DOWN:
        op.execute(statement)
