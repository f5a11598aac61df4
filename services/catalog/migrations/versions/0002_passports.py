"""Documents, drafts with their history, and published versions that never overlap."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_UP = (
    # The exclusion constraint below compares a text for equality inside a GiST index.
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    """
    CREATE TABLE documents (
        sha256 varchar NOT NULL,
        content bytea NOT NULL,
        file_name varchar NOT NULL,
        report jsonb NOT NULL,
        imported_at timestamptz NOT NULL,
        CONSTRAINT pk_documents PRIMARY KEY (sha256),
        CONSTRAINT ck_documents_sha256_is_hex CHECK (sha256 ~ '^[0-9a-f]{64}$')
    )
    """,
    """
    CREATE TABLE drafts (
        draft_id varchar NOT NULL,
        sha256 varchar NOT NULL,
        state varchar NOT NULL,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        published_at timestamptz,
        service_id varchar,
        passport_version integer,
        CONSTRAINT pk_drafts PRIMARY KEY (draft_id),
        CONSTRAINT fk_drafts_sha256 FOREIGN KEY (sha256) REFERENCES documents (sha256),
        CONSTRAINT ck_drafts_state_is_known
            CHECK (state IN ('draft', 'submitted', 'approved', 'published')),
        CONSTRAINT ck_drafts_published_is_complete CHECK (
            (state = 'published') = (published_at IS NOT NULL)
            AND (published_at IS NULL) = (service_id IS NULL)
            AND (published_at IS NULL) = (passport_version IS NULL)
        )
    )
    """,
    "CREATE UNIQUE INDEX uq_drafts_open_sha256 ON drafts (sha256) WHERE published_at IS NULL",
    "CREATE INDEX ix_drafts_sha256 ON drafts (sha256)",
    """
    CREATE TABLE draft_actions (
        draft_id varchar NOT NULL,
        no integer NOT NULL,
        action varchar NOT NULL,
        person varchar NOT NULL,
        at timestamptz NOT NULL,
        edit jsonb,
        CONSTRAINT pk_draft_actions PRIMARY KEY (draft_id, no),
        CONSTRAINT fk_draft_actions_draft_id FOREIGN KEY (draft_id) REFERENCES drafts (draft_id)
    )
    """,
    """
    CREATE TABLE passport_versions (
        service_id varchar NOT NULL,
        version integer NOT NULL,
        valid_from timestamptz NOT NULL,
        valid_until timestamptz,
        published_at timestamptz NOT NULL,
        draft_id varchar NOT NULL,
        passport_id varchar,
        name varchar NOT NULL,
        search_key varchar NOT NULL,
        classifications text[] NOT NULL,
        channels text[] NOT NULL,
        audiences text[] NOT NULL,
        back_offices text[] NOT NULL,
        subsystems text[] NOT NULL,
        content jsonb NOT NULL,
        CONSTRAINT pk_passport_versions PRIMARY KEY (service_id, version),
        CONSTRAINT uq_passport_versions_draft_id UNIQUE (draft_id),
        CONSTRAINT fk_passport_versions_draft_id FOREIGN KEY (draft_id) REFERENCES drafts (draft_id),
        CONSTRAINT ck_passport_versions_version_counts_from_1 CHECK (version >= 1),
        CONSTRAINT ck_passport_versions_validity_is_forward CHECK (valid_from < valid_until),
        CONSTRAINT ex_passport_versions_one_in_force
            EXCLUDE USING gist (service_id WITH =, tstzrange(valid_from, valid_until) WITH &&)
    )
    """,
    "CREATE INDEX ix_passport_versions_published_at ON passport_versions (published_at)",
    *(
        f"CREATE INDEX ix_passport_versions_{column} ON passport_versions USING gin ({column})"
        for column in ("classifications", "channels", "audiences", "back_offices", "subsystems")
    ),
)


def upgrade() -> None:
    """Create them."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Drop them; the extension stays."""
    for table in ("passport_versions", "draft_actions", "drafts", "documents"):
        op.execute(f"DROP TABLE {table}")
