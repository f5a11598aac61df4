"""On which paper the applicant of a case acts."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; no case of before was submitted on a mandate."""
    op.execute("""
        CREATE TABLE mandates (
            case_id varchar NOT NULL,
            kind varchar NOT NULL,
            issued_on date NOT NULL,
            valid_until date NOT NULL,
            services text[] NOT NULL,
            CONSTRAINT pk_mandates PRIMARY KEY (case_id),
            CONSTRAINT fk_mandates_case_id FOREIGN KEY (case_id) REFERENCES cases (id)
        )
    """)


def downgrade() -> None:
    """Drop it."""
    op.execute("DROP TABLE mandates")
