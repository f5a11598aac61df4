"""A planned version whose place another took is kept, and was never in force: an empty validity."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_UP = (
    "ALTER TABLE passport_versions DROP CONSTRAINT ck_passport_versions_validity_is_forward",
    """
    ALTER TABLE passport_versions ADD CONSTRAINT ck_passport_versions_validity_is_forward
        CHECK (valid_from <= valid_until)
    """,
)
_DOWN = (
    "ALTER TABLE passport_versions DROP CONSTRAINT ck_passport_versions_validity_is_forward",
    # Versions that never began stay; no new one is let in.
    """
    ALTER TABLE passport_versions ADD CONSTRAINT ck_passport_versions_validity_is_forward
        CHECK (valid_from < valid_until) NOT VALID
    """,
)


def upgrade() -> None:
    """Let a validity be empty."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Take that back."""
    for statement in _DOWN:
        op.execute(statement)
