"""What a database can be told to do to the transactions of a service, and to stop doing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from tests.faults.ground import Ground

_LATE: Final = (
    "CREATE TABLE late_commits (id bigint, at timestamptz)",
    "GRANT INSERT ON late_commits TO applications",
    """
    CREATE FUNCTION late_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        PERFORM pg_sleep(random() * 0.4);
        INSERT INTO late_commits VALUES (NEW.id, clock_timestamp());
        RETURN NULL;
    END $$
    """,
    """
    CREATE CONSTRAINT TRIGGER late_commit AFTER INSERT ON outbox DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION late_commit()
    """,
)
_NOT_LATE: Final = (
    "DROP TRIGGER IF EXISTS late_commit ON outbox",
    "DROP FUNCTION IF EXISTS late_commit",
    "DROP TABLE IF EXISTS late_commits",
)
_NOTED: Final = (
    "CREATE TABLE noted_claims (owner text)",
    "GRANT INSERT ON noted_claims TO applications",
    """
    CREATE FUNCTION note_claim() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO noted_claims VALUES (NEW.owner);
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER note_claim AFTER UPDATE ON outbox_leases FOR EACH ROW
    WHEN (NEW.owner IS NOT NULL) EXECUTE FUNCTION note_claim()
    """,
)
_NOT_NOTED: Final = (
    "DROP TRIGGER IF EXISTS note_claim ON outbox_leases",
    "DROP FUNCTION IF EXISTS note_claim",
    "DROP TABLE IF EXISTS noted_claims",
)
_SLOW_INBOX: Final = (
    """
    CREATE FUNCTION slow_inbox() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF EXISTS (SELECT FROM slow_inbox) THEN
            PERFORM set_config('application_name', 'takes ' || NEW.event_id, true);
            PERFORM pg_sleep(0.3);
        END IF;
        RETURN NULL;
    END $$
    """,
    "CREATE TABLE IF NOT EXISTS slow_inbox (since timestamptz)",
    "GRANT SELECT ON slow_inbox TO notifications",
    """
    CREATE TRIGGER slow_inbox AFTER INSERT ON inbox
    FOR EACH ROW EXECUTE FUNCTION slow_inbox()
    """,
)
_SLOW_TIMERS: Final = (
    """
    CREATE FUNCTION slow_timer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        PERFORM pg_sleep(0.3);
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER slow_timer BEFORE UPDATE ON timers FOR EACH ROW
    WHEN (OLD.state = 'waiting' AND NEW.state = 'fired') EXECUTE FUNCTION slow_timer()
    """,
)
_NOT_SLOW: Final = (
    "DROP TRIGGER IF EXISTS slow_timer ON timers",
    "DROP FUNCTION IF EXISTS slow_timer",
)
_NOT_FAILING: Final = (
    "DROP TRIGGER IF EXISTS failing_commit ON cases",
    "DROP FUNCTION IF EXISTS failing_commit",
)
# Rows whose transaction ended after that of a later id.
_OVERTAKEN: Final = """
    SELECT count(*) FROM (
        SELECT id, max(id) OVER (ORDER BY at ROWS UNBOUNDED PRECEDING) AS newest
        FROM late_commits
    ) AS ended WHERE id < newest
"""


@asynccontextmanager
async def late_commits(ground: Ground) -> AsyncIterator[None]:
    """Let what records an event in applications wait up to 0.4 s with its COMMIT, each as it falls."""
    await _run(ground, *_LATE)
    try:
        yield
    finally:
        await _run(ground, *_NOT_LATE)


async def overtaken_commits(ground: Ground) -> int:
    """Tell how many events were committed after one with a later id."""
    [row] = await ground.query("applications", _OVERTAKEN)
    return int(row["count"])


@asynccontextmanager
async def noted_claims(ground: Ground) -> AsyncIterator[None]:
    """Note which relay of applications claims a bucket."""
    await _run(ground, *_NOTED)
    try:
        yield
    finally:
        await _run(ground, *_NOT_NOTED)


async def claimants(ground: Ground) -> set[str]:
    """Return the relays that claimed buckets since the last call."""
    rows = await ground.query("applications", "DELETE FROM noted_claims RETURNING owner")
    return {row["owner"] for row in rows}


@asynccontextmanager
async def slow_inbox(ground: Ground) -> AsyncIterator[None]:
    """Let each event take 0.3 s in the transaction of its effect, so that one can be met in it.

    The connection bears the event's name meanwhile (``takes <id>``). Only a switch is set back at the end: taking the trigger away would wait for whoever is in it.
    """
    there = await ground.query("notifications", "SELECT to_regclass('slow_inbox') AS place")
    for statement in () if there[0]["place"] else _SLOW_INBOX:
        await ground.query("notifications", statement)
    await ground.query("notifications", "INSERT INTO slow_inbox VALUES (now())")
    try:
        yield
    finally:
        await ground.query("notifications", "DELETE FROM slow_inbox")


@asynccontextmanager
async def slow_timers(ground: Ground) -> AsyncIterator[None]:
    """Let each timer take 0.3 s to fire, so that some have and some have not."""
    await _run(ground, *_SLOW_TIMERS)
    try:
        yield
    finally:
        await _run(ground, *_NOT_SLOW)


@asynccontextmanager
async def failing_commits(ground: Ground, state: str) -> AsyncIterator[None]:
    """Let every COMMIT with a new case fail with this SQLSTATE: all before it went well."""
    await _run(
        ground,
        "CREATE FUNCTION failing_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" RAISE EXCEPTION 'refused at the very end' USING errcode = '{state}'; END $$",
        "CREATE CONSTRAINT TRIGGER failing_commit AFTER INSERT ON cases"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION failing_commit()",
    )
    try:
        yield
    finally:
        await _run(ground, *_NOT_FAILING)


async def _run(ground: Ground, *statements: str) -> None:
    for statement in statements:
        await ground.query("applications", statement)
