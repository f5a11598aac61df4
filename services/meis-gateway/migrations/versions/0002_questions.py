"""Passport copies, evidence that is only ever added to, and the state of each subsystem."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_EVIDENCE = ("intents", "outcomes", "refusals")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "passport_copies",
        sa.Column("service_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("passport", sa.JSON(), nullable=False),
        sa.Column("received_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("service_id", "version", name="pk_passport_copies"),
    )
    op.create_table(
        "intents",
        sa.Column("intent_id", sa.String(), nullable=False),
        sa.Column("evidence_id", sa.String(), nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("service_id", sa.String(), nullable=False),
        sa.Column("passport_version", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("subsystem", sa.String(), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("subject_digest", sa.String(), nullable=False),
        sa.Column("subject_key_id", sa.String(), nullable=False),
        sa.Column("trace_id", sa.String(), nullable=True),
        sa.Column("asked_at", _INSTANT, nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("intent_id", name="pk_intents"),
    )
    op.create_index("ix_intents_evidence_id", "intents", ["evidence_id"])
    op.create_index(
        "ix_intents_subject_digest_recorded_at", "intents", ["subject_digest", "recorded_at"]
    )
    op.create_table(
        "outcomes",
        sa.Column("intent_id", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("as_of", _INSTANT, nullable=True),
        sa.Column("freshness", sa.String(), nullable=True),
        sa.Column("released", sa.JSON(), nullable=False),
        sa.Column("latency_ms", sa.Integer(), nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("intent_id", name="pk_outcomes"),
        sa.ForeignKeyConstraint(["intent_id"], ["intents.intent_id"], name="fk_outcomes_intent_id"),
        sa.CheckConstraint("answer in ('yes', 'no', 'unknown')", name="ck_outcomes_answer"),
    )
    op.create_table(
        "refusals",
        sa.Column("refusal_id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("service_id", sa.String(), nullable=True),
        sa.Column("passport_version", sa.Integer(), nullable=True),
        sa.Column("question", sa.String(), nullable=True),
        sa.Column("subsystems", sa.JSON(), nullable=True),
        sa.Column("attributes", sa.JSON(), nullable=True),
        sa.Column("subject_digest", sa.String(), nullable=True),
        sa.Column("trace_id", sa.String(), nullable=True),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("refusal_id", name="pk_refusals"),
    )
    op.create_table(
        "subsystem_states",
        sa.Column("subsystem", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", _INSTANT, nullable=False),
        sa.Column("last_success", _INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("subsystem", name="pk_subsystem_states"),
        sa.CheckConstraint("state in ('ok', 'failing')", name="ck_subsystem_states_state"),
    )
    _forbid_change()


def _forbid_change() -> None:
    """Evidence can be added and read: a change or removal is an error, whoever tries."""
    op.execute(
        """
        CREATE FUNCTION evidence_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'evidence is only added to: % on % is forbidden', TG_OP, TG_TABLE_NAME;
        END
        $$
        """
    )
    for table in _EVIDENCE:
        op.execute(
            f"""
            CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION evidence_is_only_added_to()
            """
        )


def downgrade() -> None:
    for table in ("subsystem_states", "refusals", "outcomes", "intents", "passport_copies"):
        op.drop_table(table)
    op.execute("DROP FUNCTION evidence_is_only_added_to()")
