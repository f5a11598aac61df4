"""A case remembers who forwarded it, however often, and that its terms were extended."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_UP = (
    "ALTER TABLE cases ADD COLUMN forwarders text[] NOT NULL DEFAULT '{}'",
    "UPDATE cases SET forwarders = ARRAY[forwarded_by]::text[] WHERE forwarded_by IS NOT NULL",
    "ALTER TABLE cases ADD COLUMN extension jsonb",
)


def upgrade() -> None:
    """Add both; until now a case was forwarded once, and never extended."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Drop both."""
    op.execute("ALTER TABLE cases DROP COLUMN forwarders, DROP COLUMN extension")
