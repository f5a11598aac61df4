"""Versions of the calendar are signed by two, and each case stands on one."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_OPEN = "'draft', 'submitted', 'at-front-office', 'awaiting-documents', 'at-back-office'"

_UP = (
    "ALTER TABLE calendar_versions ADD COLUMN made_by varchar NOT NULL DEFAULT 'command-line:seed'",
    "ALTER TABLE calendar_versions ADD COLUMN years integer[] NOT NULL DEFAULT '{}'",
    "ALTER TABLE calendar_versions ADD COLUMN in_force_at timestamptz",
    "ALTER TABLE calendar_versions ALTER COLUMN made_by DROP DEFAULT",
    "ALTER TABLE calendar_versions ALTER COLUMN years DROP DEFAULT",
    """
    CREATE TABLE centre_hours (
        version integer NOT NULL,
        centre varchar NOT NULL,
        opens time NOT NULL,
        closes time NOT NULL,
        weekdays integer[] NOT NULL,
        CONSTRAINT pk_centre_hours PRIMARY KEY (version, centre),
        CONSTRAINT fk_centre_hours_version FOREIGN KEY (version) REFERENCES calendar_versions (version)
    )
    """,
    """
    CREATE TABLE calendar_signatures (
        version integer NOT NULL,
        signer varchar NOT NULL,
        signed_at timestamptz NOT NULL,
        CONSTRAINT pk_calendar_signatures PRIMARY KEY (version, signer),
        CONSTRAINT fk_calendar_signatures_version FOREIGN KEY (version) REFERENCES calendar_versions (version)
    )
    """,
    # What one name stood for so far counts on: it was the rule of its time.
    """
    UPDATE calendar_versions v SET in_force_at = made_at, years = ARRAY(
        SELECT extract(year FROM day)::integer FROM calendar_days d WHERE d.version = v.version
        GROUP BY 1 HAVING bool_and(signed_by IS NOT NULL) ORDER BY 1
    )
    """,
    """
    INSERT INTO calendar_signatures (version, signer, signed_at)
    SELECT version, 'command-line:' || signed_by, min(signed_at) FROM calendar_days
    WHERE signed_by IS NOT NULL AND signed_at IS NOT NULL GROUP BY version, signed_by
    """,
    "ALTER TABLE calendar_days DROP COLUMN signed_by",
    "ALTER TABLE calendar_days DROP COLUMN signed_at",
    *(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for table in ("calendar_days", "centre_hours", "calendar_signatures")
    ),
    """
    CREATE TRIGGER append_only BEFORE UPDATE ON calendar_versions FOR EACH ROW
    WHEN (OLD.in_force_at IS NOT NULL OR (OLD.version, OLD.source, OLD.made_at, OLD.made_by, OLD.years)
        IS DISTINCT FROM (NEW.version, NEW.source, NEW.made_at, NEW.made_by, NEW.years))
    EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TRIGGER never_removed BEFORE DELETE ON calendar_versions
    FOR EACH ROW EXECUTE FUNCTION refuse_change()
    """,
    "ALTER TABLE cases ADD COLUMN calendar_version integer NOT NULL DEFAULT 0",
    "ALTER TABLE cases ADD COLUMN calendar_offered integer NOT NULL DEFAULT 0",
    """
    UPDATE cases SET (calendar_version, calendar_offered) =
        (SELECT coalesce(max(version), 0), coalesce(max(version), 0) FROM calendar_versions)
    """,
    f"CREATE INDEX ix_cases_calendar ON cases (calendar_offered, id) WHERE state IN ({_OPEN})",
    "CREATE INDEX ix_cases_held ON cases (id) WHERE calendar_offered > calendar_version",
)
_DOWN = (
    "DROP INDEX ix_cases_held",
    "DROP INDEX ix_cases_calendar",
    "ALTER TABLE cases DROP COLUMN calendar_offered",
    "ALTER TABLE cases DROP COLUMN calendar_version",
    "DROP TRIGGER never_removed ON calendar_versions",
    "DROP TRIGGER append_only ON calendar_versions",
    "DROP TRIGGER append_only ON calendar_days",
    "ALTER TABLE calendar_days ADD COLUMN signed_by varchar",
    "ALTER TABLE calendar_days ADD COLUMN signed_at timestamptz",
    """
    UPDATE calendar_days d SET signed_by = s.signer, signed_at = s.signed_at
    FROM calendar_versions v JOIN LATERAL (
        SELECT substr(signer, strpos(signer, ':') + 1) AS signer, signed_at
        FROM calendar_signatures WHERE version = v.version ORDER BY signed_at LIMIT 1
    ) s ON true
    WHERE v.version = d.version AND extract(year FROM d.day)::integer = ANY (v.years)
    """,
    "DROP TABLE calendar_signatures",
    "DROP TABLE centre_hours",
    "ALTER TABLE calendar_versions DROP COLUMN in_force_at",
    "ALTER TABLE calendar_versions DROP COLUMN years",
    "ALTER TABLE calendar_versions DROP COLUMN made_by",
)


def upgrade() -> None:
    """Add them; what is in force stays so, and every case stands on it."""
    for statement in _UP:
        op.execute(statement)


def downgrade() -> None:
    """Drop them; of two signatures the first stays."""
    for statement in _DOWN:
        op.execute(statement)
