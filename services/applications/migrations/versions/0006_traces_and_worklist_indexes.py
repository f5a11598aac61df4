"""Waiting work keeps its trace; worklists are read by state, so that closed cases cost nothing."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_UP = (
    "ALTER TABLE registry_questions ADD COLUMN traceparent varchar",
    "ALTER TABLE timers ADD COLUMN traceparent varchar",
    "CREATE INDEX ix_cases_state_due ON cases (state, due_on, id)",
    "CREATE INDEX ix_cases_centre_state_due ON cases (centre, state, due_on, id)",
    "CREATE INDEX ix_cases_office_state_due ON cases (office, state, due_on, id)",
    "DROP INDEX ix_cases_due",
    "DROP INDEX ix_cases_centre_due",
    "DROP INDEX ix_cases_office_due",
)
_DOWN = (
    "CREATE INDEX ix_cases_due ON cases (due_on, id)",
    "CREATE INDEX ix_cases_centre_due ON cases (centre, due_on, id)",
    "CREATE INDEX ix_cases_office_due ON cases (office, due_on, id)",
    "DROP INDEX ix_cases_office_state_due",
    "DROP INDEX ix_cases_centre_state_due",
    "DROP INDEX ix_cases_state_due",
    "ALTER TABLE timers DROP COLUMN traceparent",
    "ALTER TABLE registry_questions DROP COLUMN traceparent",
)


def upgrade() -> None:
    """Add the columns, and change the indexes."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Change the indexes back, and drop the columns."""
    for statement in _DOWN:
        op.execute(statement)
