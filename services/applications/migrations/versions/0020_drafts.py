"""Applications begun on the phone."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_UP = (
    "CREATE SEQUENCE draft_serials",
    """
    CREATE TABLE drafts (
        id varchar NOT NULL,
        number varchar NOT NULL,
        version integer NOT NULL,
        person_index varchar NOT NULL,
        index_key_id varchar NOT NULL,
        verification_id varchar NOT NULL,
        call_id varchar NOT NULL,
        begun_by varchar NOT NULL,
        begun_at timestamptz NOT NULL,
        changed_by varchar NOT NULL,
        changed_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        service_id varchar,
        service_name varchar,
        found_by varchar,
        case_id varchar,
        key_id varchar NOT NULL,
        wrapped bytea,
        sealed bytea,
        CONSTRAINT pk_drafts PRIMARY KEY (id),
        CONSTRAINT uq_drafts_number UNIQUE (number),
        CONSTRAINT fk_drafts_verification_id
            FOREIGN KEY (verification_id) REFERENCES caller_verifications (id),
        CONSTRAINT fk_drafts_case_id FOREIGN KEY (case_id) REFERENCES cases (id)
    )
    """,
    "CREATE INDEX ix_drafts_person ON drafts (person_index, expires_at)",
    "CREATE INDEX ix_drafts_expires_at ON drafts (expires_at)",
)
_DOWN = ("DROP TABLE drafts", "DROP SEQUENCE draft_serials")


def upgrade() -> None:
    """Create the table and the series of its numbers."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Drop them."""
    for statement in _DOWN:
        op.execute(statement)
