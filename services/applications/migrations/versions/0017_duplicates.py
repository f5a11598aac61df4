"""Cases of one person and service that were open side by side."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; of the cases of before nobody looked."""
    op.execute("""
        CREATE TABLE duplicates (
            case_id varchar NOT NULL,
            earlier_id varchar NOT NULL,
            CONSTRAINT pk_duplicates PRIMARY KEY (case_id, earlier_id),
            CONSTRAINT fk_duplicates_case_id FOREIGN KEY (case_id) REFERENCES cases (id),
            CONSTRAINT fk_duplicates_earlier_id FOREIGN KEY (earlier_id) REFERENCES cases (id)
        )
    """)
    op.execute("CREATE INDEX ix_duplicates_earlier_id ON duplicates (earlier_id)")


def downgrade() -> None:
    """Drop it."""
    op.execute("DROP TABLE duplicates")
