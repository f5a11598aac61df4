"""A message that failed for good may be asked for again."""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_UP = (
    "ALTER TABLE messages ADD COLUMN serial integer NOT NULL DEFAULT 1",
    "ALTER TABLE messages ALTER COLUMN serial DROP DEFAULT",
    "ALTER TABLE messages DROP CONSTRAINT pk_messages",
    "ALTER TABLE messages ADD CONSTRAINT pk_messages PRIMARY KEY (case_id, template, serial)",
)
_DOWN = (
    "DELETE FROM messages WHERE serial > 1",
    "ALTER TABLE messages DROP CONSTRAINT pk_messages",
    "ALTER TABLE messages ADD CONSTRAINT pk_messages PRIMARY KEY (case_id, template)",
    "ALTER TABLE messages DROP COLUMN serial",
)


def upgrade() -> None:
    """Count the messages of a template; those of before are each the first."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Keep the first of each template."""
    for statement in _DOWN:
        op.execute(statement)
