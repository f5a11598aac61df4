"""Which services a client may serve people in; what it submitted is found by an index."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_UP = (
    """
    CREATE TABLE client_services (
        client varchar NOT NULL,
        service_id varchar NOT NULL,
        agreed_by varchar NOT NULL,
        agreed_at timestamptz NOT NULL,
        CONSTRAINT pk_client_services PRIMARY KEY (client, service_id)
    )
    """,
    "CREATE INDEX ix_cases_client_state_due ON cases (submitted_via, state, due_on, id)",
)
_DOWN = (
    "DROP INDEX ix_cases_client_state_due",
    "DROP TABLE client_services",
)


def upgrade() -> None:
    """Create them."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Drop them."""
    for statement in _DOWN:
        op.execute(statement)
