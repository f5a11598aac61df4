"""${message}.

Reads stop while a table is altered: the harness gives up after 5 s of waiting for a lock. Expand
first, fill in batches, enforce later. Write this revision's number into HEAD.
"""

from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
