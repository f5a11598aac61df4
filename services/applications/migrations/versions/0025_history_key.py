"""A line of history names the key its digest is made with; those of before have none."""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the name; lines without it keep their digest, which has no key."""
    op.execute("ALTER TABLE history ADD COLUMN key_id varchar")


def downgrade() -> None:
    """Drop it: the digests that have a key cannot be followed any more."""
    op.execute("ALTER TABLE history DROP COLUMN key_id")
