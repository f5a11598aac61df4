"""Who was verified on the phone, by whom and on which call."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_UP = (
    """
    CREATE TABLE caller_verifications (
        id varchar NOT NULL,
        operator varchar NOT NULL,
        client varchar NOT NULL,
        call_id varchar NOT NULL,
        person_index varchar NOT NULL,
        index_key_id varchar NOT NULL,
        answered text[] NOT NULL,
        made_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        case_id varchar,
        CONSTRAINT pk_caller_verifications PRIMARY KEY (id),
        CONSTRAINT fk_caller_verifications_case_id FOREIGN KEY (case_id) REFERENCES cases (id)
    )
    """,
    """
    CREATE INDEX ix_caller_verifications_line
        ON caller_verifications (operator, person_index, expires_at)
    """,
)


def upgrade() -> None:
    """Create the table."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Drop it."""
    op.execute("DROP TABLE caller_verifications")
