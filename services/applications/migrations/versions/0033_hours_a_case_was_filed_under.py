"""By whose hours a case is counted: those of the centre it was at, so that no date of it moves."""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_UP = (
    "ALTER TABLE cases ADD COLUMN hours_centre varchar",
    # Their dates were last counted by the hours of the centre that had taken them, and nobody plans them anew.
    "UPDATE cases SET hours_centre = centre WHERE centre IS NOT NULL",
)


def upgrade() -> None:
    """Add the centre, and name that by whose hours the stored dates were counted."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Drop it: a case is counted by the hours of the centre it is at."""
    op.execute("ALTER TABLE cases DROP COLUMN hours_centre")
