"""Who of the staff has looked at a mandate, and what they found."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_UP = (
    """
    ALTER TABLE mandates
        ADD COLUMN copy_id varchar,
        ADD COLUMN verdict varchar,
        ADD COLUMN checked_by varchar,
        ADD COLUMN checked_at timestamptz,
        ADD COLUMN by_copy boolean,
        DROP COLUMN seen
    """,
    # An agent who entered the case had the paper in front of them; of any other nobody knows.
    """
    UPDATE mandates SET
        verdict = 'seen', checked_by = cases.submitted_by, checked_at = cases.filed_at, by_copy = false
    FROM cases WHERE cases.id = mandates.case_id AND cases.submitted_by LIKE 'agent:%'
    """,
)
_DOWN = (
    "ALTER TABLE mandates ADD COLUMN seen boolean NOT NULL DEFAULT false",
    "ALTER TABLE mandates ALTER COLUMN seen DROP DEFAULT",
    "UPDATE mandates SET seen = true WHERE verdict = 'seen'",
    """
    ALTER TABLE mandates
        DROP COLUMN copy_id,
        DROP COLUMN verdict,
        DROP COLUMN checked_by,
        DROP COLUMN checked_at,
        DROP COLUMN by_copy
    """,
)


def upgrade() -> None:
    """Say who looked, in place of whether; of before, an agent who entered the case did."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Drop them."""
    for statement in _DOWN:
        op.execute(statement)
