"""The list of intents without an outcome, kept by the database; an unseen call has no latency."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_UP = (
    """
    CREATE TABLE open_intents (
        intent_id varchar NOT NULL,
        opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_open_intents PRIMARY KEY (intent_id)
    )
    """,
    "CREATE INDEX ix_open_intents_opened_at ON open_intents (opened_at)",
    """
    CREATE FUNCTION intents_are_open_at_first() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO open_intents (intent_id) SELECT intent_id FROM added;
        RETURN NULL;
    END
    $$
    """,
    # Before the list is filled: it waits for writers that are under way and shuts out further ones,
    # so every intent is either in the old rows or seen by the trigger.
    """
    CREATE TRIGGER open_at_first AFTER INSERT ON intents REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION intents_are_open_at_first()
    """,
    """
    INSERT INTO open_intents (intent_id)
    SELECT intent_id FROM intents
    WHERE NOT EXISTS (SELECT 1 FROM outcomes WHERE outcomes.intent_id = intents.intent_id)
    """,
    "ALTER TABLE outcomes ALTER COLUMN latency_ms DROP NOT NULL",
    # Only an unknown with its reason may lack a latency: nobody saw the end of that call.
    """
    ALTER TABLE outcomes ADD CONSTRAINT ck_outcomes_latency_ms
    CHECK (latency_ms IS NOT NULL OR (answer = 'unknown' AND error IS NOT NULL))
    """,
)
_DOWN = (
    "DROP TRIGGER open_at_first ON intents",
    "DROP FUNCTION intents_are_open_at_first()",
    "DROP TABLE open_intents",
    "ALTER TABLE outcomes DROP CONSTRAINT ck_outcomes_latency_ms",
)


def upgrade() -> None:
    """Make the list, and put on it what is open already."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Forget the list; a latency nobody saw stays empty, since evidence is never changed."""
    for statement in _DOWN:
        op.execute(statement)
