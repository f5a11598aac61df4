"""A decision keeps the officer's reason, sealed, and what a refusal said of contesting it."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; decisions of before were favourable, and their reasons are in the history."""
    op.execute("ALTER TABLE decisions ADD COLUMN sealed_reason bytea, ADD COLUMN appeal jsonb")


def downgrade() -> None:
    """Drop both."""
    op.execute("ALTER TABLE decisions DROP COLUMN sealed_reason, DROP COLUMN appeal")
