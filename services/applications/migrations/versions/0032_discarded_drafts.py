"""Who discarded which draft; kept as history is. Of those discarded before, nothing is known."""

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_UP = (
    """
    CREATE TABLE discarded_drafts (
        draft_id varchar NOT NULL,
        draft_number varchar NOT NULL,
        begun_by varchar NOT NULL,
        begun_at timestamptz NOT NULL,
        found_by varchar,
        discarded_by varchar NOT NULL,
        discarded_at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL,
        CONSTRAINT pk_discarded_drafts PRIMARY KEY (draft_id)
    )
    """,
    """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON discarded_drafts
    FOR EACH ROW EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TRIGGER never_emptied BEFORE TRUNCATE ON discarded_drafts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
)


def upgrade() -> None:
    """Create the table, to be added to alone."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Drop it."""
    op.execute("DROP TABLE discarded_drafts")
