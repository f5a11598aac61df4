"""Work that waits: registry questions, timers, tickets."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_UP = (
    """
    CREATE TABLE registry_questions (
        id varchar NOT NULL,
        case_id varchar NOT NULL,
        question varchar NOT NULL,
        subsystems text[] NOT NULL,
        attributes text[] NOT NULL,
        step_id varchar,
        state varchar NOT NULL,
        attempts integer NOT NULL,
        next_at timestamptz NOT NULL,
        waits_for text[] NOT NULL,
        lease_token varchar,
        lease_until timestamptz,
        CONSTRAINT pk_registry_questions PRIMARY KEY (id),
        CONSTRAINT uq_registry_questions_case_id_question_step_id UNIQUE NULLS NOT DISTINCT (case_id, question, step_id),
        CONSTRAINT fk_registry_questions_case_id FOREIGN KEY (case_id) REFERENCES cases (id)
    )
    """,
    """
    CREATE INDEX ix_registry_questions_due ON registry_questions (next_at) WHERE state = 'waiting'
    """,
    """
    CREATE TABLE timers (
        id varchar NOT NULL,
        case_id varchar NOT NULL,
        kind varchar NOT NULL,
        due_at timestamptz NOT NULL,
        state varchar NOT NULL,
        attempts integer NOT NULL,
        lease_token varchar,
        lease_until timestamptz,
        CONSTRAINT pk_timers PRIMARY KEY (id),
        CONSTRAINT uq_timers_case_id_kind UNIQUE (case_id, kind),
        CONSTRAINT fk_timers_case_id FOREIGN KEY (case_id) REFERENCES cases (id)
    )
    """,
    "CREATE INDEX ix_timers_due ON timers (due_at) WHERE state = 'waiting'",
    """
    CREATE TABLE tickets (
        id varchar NOT NULL,
        centre varchar NOT NULL,
        direction varchar NOT NULL,
        day date NOT NULL,
        number integer NOT NULL,
        state varchar NOT NULL,
        issued_at timestamptz NOT NULL,
        desk varchar,
        called_at timestamptz,
        called_by varchar,
        case_id varchar,
        CONSTRAINT pk_tickets PRIMARY KEY (id),
        CONSTRAINT uq_tickets_centre_direction_day_number UNIQUE (centre, direction, day, number),
        CONSTRAINT uq_tickets_case_id UNIQUE (case_id),
        CONSTRAINT fk_tickets_case_id FOREIGN KEY (case_id) REFERENCES cases (id)
    )
    """,
    """
    CREATE INDEX ix_tickets_waiting ON tickets (centre, direction, day, number) WHERE state = 'waiting'
    """,
)
_DOWN = (
    "DROP TABLE tickets",
    "DROP TABLE timers",
    "DROP TABLE registry_questions",
)


def upgrade() -> None:
    """Create them."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Drop them."""
    for statement in _DOWN:
        op.execute(statement)
