"""The copy of published passports, the national calendar, and counters."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_UP = (
    """
    CREATE TABLE passport_copies (
        service_id varchar NOT NULL,
        version integer NOT NULL,
        data jsonb NOT NULL,
        valid_from timestamptz NOT NULL,
        valid_until timestamptz,
        received_at timestamptz NOT NULL,
        CONSTRAINT pk_passport_copies PRIMARY KEY (service_id, version)
    )
    """,
    """
    CREATE TABLE calendar_versions (
        version integer NOT NULL,
        source varchar NOT NULL,
        made_at timestamptz NOT NULL,
        CONSTRAINT pk_calendar_versions PRIMARY KEY (version)
    )
    """,
    """
    CREATE TABLE calendar_days (
        version integer NOT NULL,
        day date NOT NULL,
        kind varchar NOT NULL,
        name varchar NOT NULL,
        decree varchar NOT NULL,
        signed_by varchar,
        signed_at timestamptz,
        CONSTRAINT pk_calendar_days PRIMARY KEY (version, day),
        CONSTRAINT fk_calendar_days_version FOREIGN KEY (version) REFERENCES calendar_versions (version)
    )
    """,
    """
    CREATE TABLE counters (
        series varchar NOT NULL,
        last integer NOT NULL,
        CONSTRAINT pk_counters PRIMARY KEY (series)
    )
    """,
)
_DOWN = (
    "DROP TABLE counters",
    "DROP TABLE calendar_days",
    "DROP TABLE calendar_versions",
    "DROP TABLE passport_copies",
)


def upgrade() -> None:
    """Create them."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Drop them."""
    for statement in _DOWN:
        op.execute(statement)
