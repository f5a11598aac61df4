"""People sealed with the key of their case, and the evidence of a case."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_UP = (
    """
    CREATE TABLE case_keys (
        case_id varchar NOT NULL,
        key_id varchar NOT NULL,
        wrapped bytea NOT NULL,
        CONSTRAINT pk_case_keys PRIMARY KEY (case_id),
        CONSTRAINT fk_case_keys_case_id FOREIGN KEY (case_id) REFERENCES cases (id)
    )
    """,
    """
    CREATE TABLE people (
        case_id varchar NOT NULL,
        role varchar NOT NULL,
        identifier_kind varchar NOT NULL,
        identifier_index varchar,
        index_key_id varchar,
        sealed bytea NOT NULL,
        CONSTRAINT pk_people PRIMARY KEY (case_id, role),
        CONSTRAINT fk_people_case_id FOREIGN KEY (case_id) REFERENCES cases (id)
    )
    """,
    "CREATE INDEX ix_people_identifier_index ON people (identifier_index, case_id)",
    """
    CREATE TABLE evidence (
        id varchar NOT NULL,
        case_id varchar NOT NULL,
        kind varchar NOT NULL,
        data jsonb NOT NULL,
        sealed bytea,
        gateway_evidence_id varchar,
        as_of timestamptz,
        at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL,
        CONSTRAINT pk_evidence PRIMARY KEY (id),
        CONSTRAINT fk_evidence_case_id FOREIGN KEY (case_id) REFERENCES cases (id)
    )
    """,
    "CREATE INDEX ix_evidence_case_id ON evidence (case_id, kind)",
)
_DOWN = (
    "DROP TABLE evidence",
    "DROP TABLE people",
    "DROP TABLE case_keys",
)


def upgrade() -> None:
    """Create them."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Drop them."""
    for statement in _DOWN:
        op.execute(statement)
