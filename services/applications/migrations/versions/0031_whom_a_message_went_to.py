"""A message knows whom it went to, and whether it said that a mandate was rejected; before, neither."""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the recipient's part and blind index, and what was said of the mandate."""
    op.execute(
        "ALTER TABLE messages ADD COLUMN recipient_role varchar,"
        " ADD COLUMN recipient_index varchar,"
        " ADD COLUMN recipient_index_key_id varchar,"
        " ADD COLUMN mandate_rejected boolean NOT NULL DEFAULT false"
    )


def downgrade() -> None:
    """Drop them."""
    op.execute(
        "ALTER TABLE messages DROP COLUMN recipient_role, DROP COLUMN recipient_index,"
        " DROP COLUMN recipient_index_key_id, DROP COLUMN mandate_rejected"
    )
