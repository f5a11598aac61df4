"""Who read whose caller card; kept as history is."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_UP = (
    """
    CREATE TABLE caller_card_reads (
        id varchar NOT NULL,
        verification_id varchar NOT NULL,
        operator varchar NOT NULL,
        client varchar NOT NULL,
        call_id varchar NOT NULL,
        person_index varchar NOT NULL,
        index_key_id varchar NOT NULL,
        case_ids text[] NOT NULL,
        at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL,
        CONSTRAINT pk_caller_card_reads PRIMARY KEY (id),
        CONSTRAINT fk_caller_card_reads_verification_id
            FOREIGN KEY (verification_id) REFERENCES caller_verifications (id)
    )
    """,
    "CREATE INDEX ix_caller_card_reads_operator ON caller_card_reads (operator, recorded_at)",
    """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON caller_card_reads
    FOR EACH ROW EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TRIGGER never_emptied BEFORE TRUNCATE ON caller_card_reads
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
)


def upgrade() -> None:
    """Create the table, to be added to alone."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Drop it."""
    op.execute("DROP TABLE caller_card_reads")
