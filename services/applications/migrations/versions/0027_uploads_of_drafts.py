"""Uploads that a draft names wait for whoever ends it."""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_UP = (
    "ALTER TABLE documents ADD COLUMN draft_id varchar",
    """
    ALTER TABLE documents ADD CONSTRAINT fk_documents_draft_id
    FOREIGN KEY (draft_id) REFERENCES drafts (id) ON DELETE SET NULL
    """,
    "CREATE INDEX ix_documents_draft ON documents (draft_id) WHERE draft_id IS NOT NULL",
)
_DOWN = ("DROP INDEX ix_documents_draft", "ALTER TABLE documents DROP COLUMN draft_id")


def upgrade() -> None:
    """Add the draft; nothing of before was bound to one."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Drop it."""
    for statement in _DOWN:
        op.execute(statement)
