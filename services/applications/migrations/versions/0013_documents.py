"""Papers as files: uploads, which case claimed them, and who has read them."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_UP = (
    """
    CREATE TABLE documents (
        id varchar NOT NULL,
        state varchar NOT NULL,
        issuer varchar NOT NULL,
        client varchar NOT NULL,
        subject varchar NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz,
        media_type varchar,
        size bigint,
        key_id varchar,
        wrapped bytea,
        sealed bytea,
        case_id varchar,
        requirement varchar,
        form varchar,
        claimed_at timestamptz,
        claimed_by varchar,
        CONSTRAINT pk_documents PRIMARY KEY (id),
        CONSTRAINT fk_documents_case_id FOREIGN KEY (case_id) REFERENCES cases (id),
        CONSTRAINT ck_documents_claimed_by_a_case
            CHECK ((state = 'claimed') = (case_id IS NOT NULL)),
        CONSTRAINT ck_documents_expires_unclaimed
            CHECK ((state = 'claimed') = (expires_at IS NULL))
    )
    """,
    "CREATE INDEX ix_documents_expires ON documents (expires_at) WHERE state <> 'claimed'",
    """
    CREATE INDEX ix_documents_owner ON documents (subject, client, issuer)
    WHERE state <> 'claimed'
    """,
    "CREATE INDEX ix_documents_case ON documents (case_id, claimed_at, id)",
    """
    CREATE TABLE document_reads (
        id bigint GENERATED ALWAYS AS IDENTITY,
        document_id varchar NOT NULL,
        case_id varchar NOT NULL,
        reader varchar NOT NULL,
        at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL,
        CONSTRAINT pk_document_reads PRIMARY KEY (id),
        CONSTRAINT fk_document_reads_document_id
            FOREIGN KEY (document_id) REFERENCES documents (id),
        CONSTRAINT fk_document_reads_case_id FOREIGN KEY (case_id) REFERENCES cases (id)
    )
    """,
    "CREATE INDEX ix_document_reads_document_id ON document_reads (document_id, id)",
    """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON document_reads
    FOR EACH ROW EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TRIGGER never_emptied BEFORE TRUNCATE ON document_reads
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
)
_DOWN = (
    "DROP TABLE document_reads",
    "DROP TABLE documents",
)


def upgrade() -> None:
    """Create them."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Drop them."""
    for statement in _DOWN:
        op.execute(statement)
