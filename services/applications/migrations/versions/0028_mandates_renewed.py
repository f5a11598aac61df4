"""A mandate may be renewed by staff, who have seen the paper."""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_UP = (
    "ALTER TABLE mandates ADD COLUMN seen boolean NOT NULL DEFAULT false",
    "ALTER TABLE mandates ALTER COLUMN seen DROP DEFAULT",
)


def upgrade() -> None:
    """Add whether staff recorded it; those of before came with their case.

    From here on the service may change the row.
    """
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Drop it."""
    op.execute("ALTER TABLE mandates DROP COLUMN seen")
