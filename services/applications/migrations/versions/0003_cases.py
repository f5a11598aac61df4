"""The case: steps, requirements, terms, decision, messages, and a history nobody can change."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_UP = (
    "CREATE SEQUENCE case_serials",
    """
    CREATE TABLE cases (
        id varchar NOT NULL,
        number varchar NOT NULL,
        version integer NOT NULL,
        state varchar NOT NULL,
        service_id varchar NOT NULL,
        passport_version integer NOT NULL,
        protected boolean NOT NULL,
        channel varchar NOT NULL,
        relation varchar NOT NULL,
        audience varchar NOT NULL,
        centre varchar,
        office varchar,
        filed_at timestamptz NOT NULL,
        registered_on date NOT NULL,
        due_on date NOT NULL,
        submitted_by varchar NOT NULL,
        submitted_via varchar,
        language varchar NOT NULL,
        assignee varchar,
        claim_expires_at timestamptz,
        forwarded_by varchar,
        forwarded_at timestamptz,
        view varchar,
        suspensions jsonb NOT NULL,
        requested text[] NOT NULL,
        recorded_at timestamptz NOT NULL,
        CONSTRAINT pk_cases PRIMARY KEY (id),
        CONSTRAINT fk_cases_service_id_passport_version
            FOREIGN KEY (service_id, passport_version) REFERENCES passport_copies (service_id, version),
        CONSTRAINT uq_cases_number UNIQUE (number)
    )
    """,
    "CREATE INDEX ix_cases_centre_due ON cases (centre, due_on, id)",
    "CREATE INDEX ix_cases_due ON cases (due_on, id)",
    "CREATE INDEX ix_cases_office_due ON cases (office, due_on, id)",
    """
    CREATE TABLE case_steps (
        case_id varchar NOT NULL,
        step_id varchar NOT NULL,
        position integer NOT NULL,
        kind varchar NOT NULL,
        status varchar NOT NULL,
        at timestamptz,
        by varchar,
        sealed_reason bytea,
        answer varchar,
        evidence_id varchar,
        as_of timestamptz,
        failed text[] NOT NULL,
        CONSTRAINT pk_case_steps PRIMARY KEY (case_id, step_id),
        CONSTRAINT fk_case_steps_case_id FOREIGN KEY (case_id) REFERENCES cases (id)
    )
    """,
    """
    CREATE TABLE requirements (
        case_id varchar NOT NULL,
        code varchar NOT NULL,
        position integer NOT NULL,
        status varchar NOT NULL,
        at timestamptz,
        by varchar,
        subsystem varchar,
        attribute varchar,
        evidence_id varchar,
        as_of timestamptz,
        form varchar,
        document_id varchar,
        substitute varchar,
        source_failed boolean NOT NULL,
        sealed bytea,
        CONSTRAINT pk_requirements PRIMARY KEY (case_id, code),
        CONSTRAINT fk_requirements_case_id FOREIGN KEY (case_id) REFERENCES cases (id)
    )
    """,
    """
    CREATE TABLE terms (
        case_id varchar NOT NULL,
        kind varchar NOT NULL,
        due_on date NOT NULL,
        due_at timestamptz,
        estimate boolean NOT NULL,
        flagged boolean NOT NULL,
        derivation jsonb NOT NULL,
        CONSTRAINT pk_terms PRIMARY KEY (case_id, kind),
        CONSTRAINT fk_terms_case_id FOREIGN KEY (case_id) REFERENCES cases (id)
    )
    """,
    """
    CREATE TABLE decisions (
        case_id varchar NOT NULL,
        office varchar NOT NULL,
        number varchar NOT NULL,
        outcome varchar NOT NULL,
        ground varchar,
        decided_at timestamptz NOT NULL,
        signer varchar NOT NULL,
        CONSTRAINT pk_decisions PRIMARY KEY (case_id),
        CONSTRAINT uq_decisions_office_number UNIQUE (office, number),
        CONSTRAINT fk_decisions_case_id FOREIGN KEY (case_id) REFERENCES cases (id)
    )
    """,
    """
    CREATE TABLE messages (
        case_id varchar NOT NULL,
        template varchar NOT NULL,
        request_id varchar NOT NULL,
        requested_at timestamptz NOT NULL,
        delivered_at timestamptz,
        CONSTRAINT pk_messages PRIMARY KEY (case_id, template),
        CONSTRAINT uq_messages_request_id UNIQUE (request_id),
        CONSTRAINT fk_messages_case_id FOREIGN KEY (case_id) REFERENCES cases (id)
    )
    """,
    """
    CREATE TABLE history (
        id bigint GENERATED ALWAYS AS IDENTITY,
        case_id varchar NOT NULL,
        case_version integer NOT NULL,
        action varchar NOT NULL,
        actor varchar NOT NULL,
        at timestamptz NOT NULL,
        from_state varchar NOT NULL,
        state varchar NOT NULL,
        details jsonb NOT NULL,
        sealed_note bytea,
        recorded_at timestamptz NOT NULL,
        CONSTRAINT pk_history PRIMARY KEY (id),
        CONSTRAINT uq_history_case_id_case_version UNIQUE (case_id, case_version),
        CONSTRAINT fk_history_case_id FOREIGN KEY (case_id) REFERENCES cases (id)
    )
    """,
    """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END
    $$
    """,
    """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON history
    FOR EACH ROW EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TRIGGER never_emptied BEFORE TRUNCATE ON history
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
)
_DOWN = (
    "DROP TABLE history",
    "DROP TABLE messages",
    "DROP TABLE decisions",
    "DROP TABLE terms",
    "DROP TABLE requirements",
    "DROP TABLE case_steps",
    "DROP TABLE cases",
    "DROP FUNCTION refuse_change()",
    "DROP SEQUENCE case_serials",
)


def upgrade() -> None:
    """Create them."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Drop them."""
    for statement in _DOWN:
        op.execute(statement)
