"""The statistics, filled from the cases there are; a term keeps whether the decision met it."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_UP = (
    "ALTER TABLE terms ADD COLUMN kept boolean",
    """
    UPDATE terms SET kept = (d.decided_at AT TIME ZONE 'Asia/Baku')::date <= terms.due_on
    FROM decisions d WHERE d.case_id = terms.case_id AND terms.kind = 'total'
    """,
    """
    CREATE TABLE statistic_days (
        day date NOT NULL,
        service_id varchar NOT NULL,
        channel varchar NOT NULL,
        centre varchar NOT NULL,
        office varchar NOT NULL,
        submitted integer NOT NULL,
        granted integer NOT NULL,
        refused integer NOT NULL,
        withdrawn integer NOT NULL,
        in_term integer NOT NULL,
        CONSTRAINT pk_statistic_days PRIMARY KEY (day, service_id, channel, centre, office)
    )
    """,
    "CREATE INDEX ix_statistic_days_office_day ON statistic_days (office, day)",
    """
    CREATE TABLE statistic_changes (
        id bigint GENERATED ALWAYS AS IDENTITY,
        day date NOT NULL,
        service_id varchar NOT NULL,
        channel varchar NOT NULL,
        centre varchar NOT NULL,
        office varchar NOT NULL,
        submitted integer NOT NULL,
        granted integer NOT NULL,
        refused integer NOT NULL,
        withdrawn integer NOT NULL,
        in_term integer NOT NULL,
        CONSTRAINT pk_statistic_changes PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_statistic_changes_day ON statistic_changes (day)",
    """
    INSERT INTO statistic_days
    SELECT (c.filed_at AT TIME ZONE 'Asia/Baku')::date, c.service_id, coalesce(c.channel, ''),
        coalesce(c.centre, ''), coalesce(c.office, ''), count(*),
        count(*) FILTER (WHERE d.outcome = 'granted'),
        count(*) FILTER (WHERE d.outcome = 'refused'),
        count(*) FILTER (WHERE c.state = 'withdrawn'),
        count(*) FILTER (WHERE d.outcome IS NOT NULL AND t.kept)
    FROM cases c
    LEFT JOIN decisions d ON d.case_id = c.id
    LEFT JOIN terms t ON t.case_id = c.id AND t.kind = 'total'
    WHERE NOT c.protected
    GROUP BY 1, 2, 3, 4, 5
    """,
)
_DOWN = (
    "DROP TABLE statistic_changes",
    "DROP TABLE statistic_days",
    "ALTER TABLE terms DROP COLUMN kept",
)


def upgrade() -> None:
    """Create the tables and count what there is."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Drop them."""
    for statement in _DOWN:
        op.execute(statement)
