"""Each line of history carries a digest over itself and the line before it."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_PAGE = 1000
_HISTORY = sa.table(
    "history",
    sa.column("id", sa.BigInteger),
    sa.column("case_id", sa.String),
    sa.column("case_version", sa.Integer),
    sa.column("action", sa.String),
    sa.column("actor", sa.String),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("from_state", sa.String),
    sa.column("state", sa.String),
    sa.column("details", JSONB),
    sa.column("sealed_note", sa.LargeBinary),
    sa.column("recorded_at", sa.DateTime(timezone=True)),
    sa.column("digest", sa.LargeBinary),
)


def upgrade() -> None:
    """Add the digest and give one to every line there is, in the order of its case."""
    op.execute("ALTER TABLE history ADD COLUMN digest bytea")
    op.execute("ALTER TABLE history DISABLE TRIGGER append_only")
    _chain_what_there_is(op.get_bind())
    op.execute("ALTER TABLE history ENABLE TRIGGER append_only")
    op.execute("ALTER TABLE history ALTER COLUMN digest SET NOT NULL")


def downgrade() -> None:
    """Drop the digest."""
    op.execute("ALTER TABLE history DROP COLUMN digest")


def _chain_what_there_is(connection: sa.Connection) -> None:
    lines, place = _HISTORY.c, sa.tuple_(_HISTORY.c.case_id, _HISTORY.c.case_version)
    query = sa.select(_HISTORY).order_by(lines.case_id, lines.case_version).limit(_PAGE)
    case_id, digest, after = None, bytes(32), ("", 0)
    while rows := connection.execute(query.where(place > sa.tuple_(*after))).mappings().all():
        digests = []
        for row in rows:
            before = digest if row["case_id"] == case_id else bytes(32)
            case_id, digest = row["case_id"], sha256(before + _canonical(row)).digest()
            digests.append({"line": row["id"], "found": digest})
        change = _HISTORY.update().where(lines.id == sa.bindparam("line"))
        connection.execute(change.values(digest=sa.bindparam("found")), digests)
        after = (rows[-1]["case_id"], rows[-1]["case_version"])


def _canonical(row: Any) -> bytes:
    """Frozen: how a line was written when the chain began."""
    written = {
        "action": row["action"],
        "actor": row["actor"],
        "at": _instant(row["at"]),
        "case_id": row["case_id"],
        "details": row["details"],
        "from_state": row["from_state"],
        "recorded_at": _instant(row["recorded_at"]),
        "sealed_note": None if row["sealed_note"] is None else row["sealed_note"].hex(),
        "state": row["state"],
        "version": row["case_version"],
    }
    return json.dumps(written, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
