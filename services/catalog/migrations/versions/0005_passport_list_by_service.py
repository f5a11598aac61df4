"""The list of passports is read along its services: what it is narrowed by needs no index."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_CODES = ("classifications", "channels", "audiences", "back_offices", "subsystems")


def upgrade() -> None:
    """Drop the indexes that no query reads any more."""
    for name in ("published_at", *_CODES):
        op.drop_index(f"ix_passport_versions_{name}", "passport_versions")


def downgrade() -> None:
    """Create them again."""
    op.create_index("ix_passport_versions_published_at", "passport_versions", ["published_at"])
    for name in _CODES:
        op.create_index(
            f"ix_passport_versions_{name}", "passport_versions", [name], postgresql_using="gin"
        )
