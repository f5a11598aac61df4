"""A database that has been in use for years: as many cases as one likes, in seconds.

Each row is one that the service wrote itself, with what must differ changed, so that a new column
needs nothing here.
"""

from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.builders.database import analyse

SERVICES = 40
HEAVY_OFFICE = "dsmf@dost-1"
"""Every second case is at this office and waits for its decision."""

_AT_ONCE = 10_000  # a statement must end in the time the client gives it
MIDDLE_OF_PAPERS = datetime(2026, 3, 9, tzinfo=UTC)
"""When the paper in the middle of a case's papers was handed in, a second after the one before it."""
GROWN = frozenset(
    {
        "calendar_signatures",
        "calendar_versions",
        "cases",
        "documents",
        "history",
        "mandates",
        "parked",
        "people",
        "statistic_changes",
        "statistic_days",
        "tickets",
    }
)
"""The tables this fills; in the others a scan of the few rows there are shows nothing."""

_SERVICES = """
INSERT INTO passport_copies SELECT r.* FROM passport_copies p,
    generate_series(1, 40) n, LATERAL jsonb_populate_record(p, jsonb_build_object(
        'service_id', 'service-' || n,
        'data', p.data || jsonb_build_object('service_id', 'service-' || n, 'name', 'Xidmət ' || n)
    )) r
"""
_CASES = """
INSERT INTO cases SELECT r.* FROM cases c,
    generate_series(CAST(:first AS integer), :last) n,
    LATERAL (SELECT CASE WHEN n % 2 = 0 THEN 1 ELSE 2 + n / 2 % 19 END AS place,
        CASE WHEN n % 2 = 0 THEN 'at-back-office' ELSE (ARRAY['closed', 'closed', 'closed', 'granted',
            'withdrawn', 'submitted', 'at-front-office', 'awaiting-documents'])[1 + n / 2 % 8]
        END AS state) s,
    LATERAL (SELECT s.state = 'submitted' AND n % 3 = 0 AS is_nobodys) f,
    LATERAL jsonb_populate_record(c, jsonb_build_object(
        'id', 'g' || lpad(n::text, 7, '0'), 'number', 'G-' || n, 'state', s.state,
        'service_id', 'service-' || (1 + n % 40), 'passport_version', 1,
        'channel', CASE WHEN n % 5000 = 0 THEN 'post' WHEN f.is_nobodys THEN 'self-service'
            ELSE (ARRAY['in-person', 'self-service', 'call-centre'])[1 + n % 3] END,
        'centre', CASE WHEN NOT f.is_nobodys THEN 'dost-' || s.place END,
        'office', CASE WHEN NOT f.is_nobodys THEN 'dsmf@dost-' || s.place END,
        'filed_at', timestamptz '2026-03-10 06:00Z' - make_interval(mins => n % 400000),
        'due_on', date '2026-03-20' + (n::bigint * 7919 % 400)::integer,
        'assignee', CASE WHEN n % 3 = 0 THEN 'officer:o-' || n % 401 END,
        'submitted_via', CASE WHEN n % 10 = 3 THEN 'partner-legal-aid' END
    )) r
WHERE c.id NOT LIKE 'g%'
"""
_PEOPLE = """
INSERT INTO people SELECT r.* FROM people p,
    generate_series(CAST(:first AS integer), :last) n, LATERAL jsonb_populate_record(p, jsonb_build_object(
        'case_id', 'g' || lpad(n::text, 7, '0'),
        'identifier_index', CASE WHEN n % 50 = 0 THEN p.identifier_index ELSE md5(n::text) END
    )) r
WHERE p.case_id NOT LIKE 'g%'
"""
_MANDATES = """
INSERT INTO mandates (case_id, kind, issued_on, valid_until, services)
SELECT id, 'power-of-attorney', '2026-01-01', '2027-01-01', '{all}' FROM cases
WHERE submitted_via = 'partner-legal-aid'
"""
_AGREEMENTS = """
INSERT INTO client_services SELECT 'partner-legal-aid', 'service-' || n, 'nazir', now()
FROM generate_series(1, 40) n
"""
_HISTORY = """
INSERT INTO history OVERRIDING SYSTEM VALUE
SELECT r.* FROM history h,
    generate_series(CAST(:first AS integer), :last) n, LATERAL jsonb_populate_record(h, jsonb_build_object(
        'id', 1000000 + n,
        'case_id', CASE WHEN n % 40 = 0 THEN h.case_id ELSE 'g' || lpad(n::text, 7, '0') END,
        'case_version', CASE WHEN n % 40 = 0 THEN 1000 + n ELSE 1 END, 'sealed_note', NULL
    )) r
WHERE h.id = (SELECT min(id) FROM history)
"""
_TICKETS = """
INSERT INTO tickets SELECT r.* FROM tickets t,
    generate_series(CAST(:first AS integer), :last) n, LATERAL jsonb_populate_record(t, jsonb_build_object(
        'id', 't' || n, 'case_id', NULL, 'centre', 'dost-' || 1 + n % 5, 'number', 1000 + n,
        'day', date '2026-03-10' - n % 50,
        'state', CASE WHEN n / 250 % 4 = 0 THEN 'waiting' ELSE 'called' END,
        'called_at', timestamptz '2026-03-10 05:00Z', 'desk', 'desk-' || n % 9, 'absences', 0
    )) r
WHERE t.id NOT LIKE 't%'
"""
_PARKED = """
INSERT INTO parked (consumer, topic, kafka_partition, kafka_offset, key, source, event_id, headers,
    waits, attempts)
SELECT 'applications', 'dost.catalog.passports.v1', 0, n, 'k' || n % 100, 's', 'e' || n, '[]', false, 1
FROM generate_series(CAST(:first AS integer), :last) n
"""
_PAPERS = """
INSERT INTO documents (id, state, issuer, client, subject, created_at, media_type, size, case_id,
    requirement, form, claimed_at, claimed_by, sealed)
SELECT 'claimed-' || n, 'claimed', 'i', 'c', 's', now(), 'application/pdf', 1,
    CASE WHEN n % 40 = 0 THEN c.id ELSE 'g' || lpad(n::text, 7, '0') END, 'protocol',
    'electronic-copy', timestamptz '2026-03-09' + make_interval(secs => n - 50000), 'citizen:s', ''
FROM cases c, generate_series(CAST(:first AS integer), :last) n WHERE c.id NOT LIKE 'g%'
"""
_CALENDARS = """
INSERT INTO calendar_versions (version, source, made_at, made_by, years, in_force_at)
SELECT 100 + n, 'N', now(), 'admin:n', '{}', now() FROM generate_series(CAST(:first AS integer), :last) n
"""
_SIGNATURES = """
INSERT INTO calendar_signatures (version, signer, signed_at)
SELECT 100 + n, 'admin:n', now() FROM generate_series(CAST(:first AS integer), :last) n
"""

_CHANGES = """
INSERT INTO statistic_changes (day, service_id, channel, centre, office, submitted, granted, refused,
    withdrawn, in_term)
SELECT date '2026-03-10' - n % 270, 'service-' || 1 + n % 40, 'post', 'dost-1', 'dsmf@dost-1', 0, 0, 0, 0, 0
FROM generate_series(1, 20000) n
"""


async def fill(connection: AsyncConnection, count: int) -> None:
    """Add ``count`` cases, and what such a number of cases brings with it.

    There must be a case submitted in person, whose rows the new ones resemble; its history has a
    fortieth of all lines, its applicant a fiftieth of all cases.
    """
    await connection.execute(text("SET LOCAL statement_timeout = 0"))
    await connection.execute(text(_SERVICES))
    await connection.execute(text(_AGREEMENTS))
    for first in range(1, count + 1, _AT_ONCE):
        numbers = {"first": first, "last": min(count, first + _AT_ONCE - 1)}
        for statement in (
            _CASES,
            _PEOPLE,
            _HISTORY,
            _TICKETS,
            _PARKED,
            _PAPERS,
            _CALENDARS,
            _SIGNATURES,
        ):
            await connection.execute(text(statement), numbers)
    await connection.execute(text(_MANDATES))
    await analyse(connection)


async def leave_changes(connection: AsyncConnection) -> None:
    """Add changes of the statistics that no worker has folded yet; they change no number."""
    await connection.execute(text(_CHANGES))
    await analyse(connection)
