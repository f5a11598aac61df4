"""The order of a case's messages is a number, not an instant: clocks may be set back."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give what is there numbers as it was recorded, and what comes later as it comes."""
    op.execute("ALTER TABLE messages ADD COLUMN no bigint")
    op.execute(
        "UPDATE messages SET no = counted.no FROM ("
        " SELECT message_id, row_number() OVER (ORDER BY recorded_at, message_id) AS no"
        " FROM messages) AS counted WHERE messages.message_id = counted.message_id"
    )
    op.execute("ALTER TABLE messages ALTER COLUMN no SET NOT NULL")
    op.execute("ALTER TABLE messages ALTER COLUMN no ADD GENERATED ALWAYS AS IDENTITY")
    op.execute(
        "SELECT setval(pg_get_serial_sequence('messages', 'no'),"
        " coalesce(max(no), 0) + 1, false) FROM messages"
    )


def downgrade() -> None:
    """Go back to the instants."""
    op.execute("ALTER TABLE messages DROP COLUMN no")
