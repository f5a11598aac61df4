"""A case nobody applied for has no channel."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a case be without one."""
    op.execute("ALTER TABLE cases ALTER COLUMN channel DROP NOT NULL")


def downgrade() -> None:
    """Ask for one again; fails while a case has none."""
    op.execute("ALTER TABLE cases ALTER COLUMN channel SET NOT NULL")
