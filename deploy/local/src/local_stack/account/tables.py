"""Reading the databases: one snapshot of each, with a statement for each kind of row.

`psql` prints each row as a JSON list that begins with its kind.
"""

import json
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from local_stack.account.asked import Owed, Request, Timer, Wish
from local_stack.account.events import Event, Version
from local_stack.account.facts import (
    AnswerTaken,
    Applications,
    Case,
    Catalog,
    Databases,
    Evidence,
    Gateway,
    HistoryLine,
    Intent,
    Machinery,
    Message,
    Notifications,
    Parked,
    Person,
)
from local_stack.databases import query

Rows = dict[str, list[list[Any]]]
"""Rows by their kind, without it."""

_SNAPSHOT = """
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SET LOCAL statement_timeout = '60s';
SET LOCAL TimeZone = 'UTC';
"""
_MACHINERY = """
SELECT json_build_array('read_at', clock_timestamp());
SELECT json_build_array('outbox', event_id, source, type, key, recorded_at, data->'case_version',
    data->'request_id', data->'evidence_id', data->'subsystem', data->'passport'->'version', NULL)
    FROM outbox ORDER BY id;
SELECT json_build_array('parked', consumer, event_id, replayed_at IS NULL, set_aside) FROM parked;
SELECT json_build_array('leases', 'buckets of the relay', count(*)) FROM outbox_leases
    WHERE owner IS NOT NULL AND expires_at < clock_timestamp();
"""
ANSWER_KEPT = timedelta(days=29)
"""A day less than an answer is kept, for it may be forgotten while we look."""

_OPEN_CASES = """(
    SELECT cases.*, copies.data->'handling'->>'contact' AS contact, mandates.verdict,
        CASE WHEN mandates.kind = 'guardianship' AND verdict = 'seen' THEN
            (LEAST(mandates.valid_until, '9999-12-30') + 1 + time '09:00') AT TIME ZONE 'Asia/Baku'
        END AS ward_at
        FROM cases LEFT JOIN mandates ON mandates.case_id = cases.id
        LEFT JOIN passport_copies AS copies
        ON copies.service_id = cases.service_id AND copies.version = passport_version
        WHERE state IN
    ('draft', 'submitted', 'at-front-office', 'awaiting-documents', 'at-back-office')
    ) AS open_cases"""
APPLICATIONS = """
SELECT json_build_array('cases', id, version, recorded_at) FROM cases;
SELECT json_build_array('answers', substr(headers->>'Location', 11)) FROM idempotency
    WHERE status = 201 AND headers->>'Location' LIKE '/v1/cases/%';
SELECT json_build_array('history', case_id, case_version, recorded_at) FROM history ORDER BY id;
SELECT json_build_array('answers_taken', case_id, details->>'question', details->>'step',
    recorded_at) FROM history WHERE action = 'registries-answered';
SELECT json_build_array('evidence', case_id, data->>'question', data->>'step', recorded_at,
    gateway_evidence_id) FROM evidence WHERE kind = 'registry-answer';
SELECT json_build_array('relied_on', case_id, evidence_id) FROM (
    SELECT case_id, evidence_id FROM case_steps WHERE evidence_id IS NOT NULL
    UNION SELECT case_id, evidence_id FROM requirements WHERE evidence_id IS NOT NULL) AS parts;
SELECT json_build_array('people', case_id, role, index_key_id, identifier_index) FROM people
    WHERE identifier_index IS NOT NULL
    AND case_id NOT IN (SELECT case_id FROM history WHERE action = 'correct');
SELECT json_build_array('requests', case_id, template, request_id, delivered_at IS NOT NULL,
    failed_at IS NOT NULL, serial, requested_at, term_on, outdated, mandate_rejected,
    asks_for_papers, recipient_role || '/' || recipient_index_key_id || '/' || recipient_index) FROM messages;
SELECT json_build_array('copies', service_id, version) FROM passport_copies;
SELECT json_build_array('timers', case_id, due_at, true) FROM timers WHERE state = 'waiting';
SELECT json_build_array('fired', case_id, due_at, cases.state IN
    ('draft', 'submitted', 'at-front-office', 'awaiting-documents', 'at-back-office')
    AND NOT cases.suspensions @> '[{"until": null}]')
    FROM timers LEFT JOIN cases ON cases.id = case_id
    WHERE timers.state = 'fired' AND kind = 'notice';
SELECT json_build_array('decided', id) FROM cases
    LEFT JOIN decisions ON decisions.case_id = id
    LEFT JOIN passport_copies AS copies ON copies.service_id = cases.service_id
        AND copies.version = passport_version
    WHERE (state IN ('granted', 'refused') OR decisions.case_id IS NOT NULL)
    AND copies.data->'handling'->>'contact' IS DISTINCT FROM 'none';
SELECT json_build_array('wanted', case_id, step_id) FROM (
    SELECT case_id, step_id FROM case_steps WHERE kind = 'registry-check'
        AND (status = 'running' OR status = 'pending' AND answer = 'unknown')
    UNION SELECT case_id, NULL FROM requirements
        WHERE status = 'pending' OR source_failed AND status IN ('missing', 'not-brought')
    ) AS parts JOIN OPEN_CASES ON id = case_id
    WHERE case_id IN (SELECT case_id FROM people WHERE role = 'person-concerned');
SELECT json_build_array('questions', case_id, step_id)
    FROM registry_questions WHERE state = 'waiting';
SELECT json_build_array('notices', case_id,
    (terms.due_on + time '09:00') AT TIME ZONE 'Asia/Baku', ward_at)
    FROM terms JOIN OPEN_CASES ON id = case_id
    WHERE kind = 'notice' AND NOT suspensions @> '[{"until": null}]';
SELECT json_build_array('papers', id, suspensions->-1->>'since', ward_at) FROM OPEN_CASES
    WHERE requested <> '{}' AND suspensions->-1->>'until' IS NULL
    AND suspensions->-1->>'cause' = 'documents'
    AND contact IS DISTINCT FROM 'none' AND verdict IS DISTINCT FROM 'rejected';
SELECT json_build_array('rejections', id, filed_at, NULL) FROM OPEN_CASES
    WHERE verdict = 'rejected' AND contact IS DISTINCT FROM 'none';
SELECT json_build_array('due_questions', case_id) FROM registry_questions
    WHERE state = 'waiting' AND next_at <= now();
SELECT json_build_array('leases', 'registry questions', count(*)) FROM registry_questions
    WHERE state = 'waiting' AND lease_until < now();
SELECT json_build_array('leases', 'timers', count(*)) FROM timers
    WHERE state = 'waiting' AND lease_until < now();
""".replace("OPEN_CASES", _OPEN_CASES)
_REQUEST = tuple(each.name for each in fields(Request))
_NOTIFICATIONS = """
SELECT json_build_array('messages', case_id, template, request_id, client_key, state,
    recorded_at, recipient_role) FROM messages;
SELECT json_build_array('leases', 'messages', count(*)) FROM messages
    WHERE state = 'sending' AND lease_until < now();
"""
_GATEWAY = """
SELECT json_build_array('intents', intent_id, case_id, evidence_id, subsystem, recorded_at)
    FROM intents;
SELECT json_build_array('outcomes', intent_id) FROM outcomes;
SELECT json_build_array('opened', intent_id, opened_at) FROM open_intents;
SELECT json_build_array('copies', service_id, version) FROM passport_copies;
"""
_CATALOG = """
SELECT json_build_array('versions', service_id, version) FROM passport_versions;
"""


def read_databases(address_of: Callable[[str], str]) -> Databases:
    """Look at the four databases at once; `address_of` gives the address of a database by name.

    Raises StackError when one does not answer.
    """
    with ThreadPoolExecutor(4) as side_by_side:
        applications = side_by_side.submit(_read, address_of("applications"), APPLICATIONS)
        notifications = side_by_side.submit(_read, address_of("notifications"), _NOTIFICATIONS)
        gateway = side_by_side.submit(_read, address_of("meis_gateway"), _GATEWAY)
        catalog = side_by_side.submit(_read, address_of("catalog"), _CATALOG)
        return Databases(
            applications=_applications(applications.result()),
            notifications=_notifications(notifications.result()),
            gateway=_gateway(gateway.result()),
            catalog=_catalog(catalog.result()),
        )


def _read(address: str, statements: str) -> Rows:
    rows: Rows = defaultdict(list)
    # Not at every kind of line end that text knows: JSON leaves some of them as they are.
    for line in query(address, _SNAPSHOT + _MACHINERY + statements + "COMMIT;").split("\n"):
        kind, *row = json.loads(line)
        rows[kind].append(row)
    return rows


def _applications(rows: Rows) -> Applications:
    machinery = _machinery(rows)
    forgotten = machinery.read_at - ANSWER_KEPT
    return Applications(
        machinery=machinery,
        cases=tuple(
            Case(case_id, version, _instant(at), answer_kept=_instant(at) > forgotten)
            for case_id, version, at in rows["cases"]
        ),
        answers=tuple(case_id for (case_id,) in rows["answers"]),
        history=tuple(HistoryLine(i, v, _instant(at)) for i, v, at in rows["history"]),
        answers_taken=tuple(_answer(*row) for row in rows["answers_taken"]),
        evidence=tuple(
            Evidence(_answer(*answer), gateway_evidence_id)
            for *answer, gateway_evidence_id in rows["evidence"]
        ),
        relied_on=tuple((case_id, evidence_id) for case_id, evidence_id in rows["relied_on"]),
        people={(case_id, role): Person(*index) for case_id, role, *index in rows["people"]},
        requests=tuple(_request(row) for row in rows["requests"]),
        timers=_timers(rows["timers"]),
        fired=_timers(rows["fired"]),
        decided=tuple(case_id for (case_id,) in rows["decided"]),
        wanted=_wishes(rows["wanted"]),
        questions=_wishes(rows["questions"]),
        **{kind: _owed(rows[kind]) for kind in ("notices", "papers", "rejections")},
        due_questions=tuple(case_id for (case_id,) in rows["due_questions"]),
        copies=_versions(rows["copies"]),
    )


def _answer(case_id: str, question: str, step: str | None, recorded_at: str) -> AnswerTaken:
    return AnswerTaken(case_id, question, step, _instant(recorded_at))


def _request(row: list[Any]) -> Request:
    asked = dict(zip(_REQUEST, row, strict=True))
    return Request(**asked | {"requested_at": _instant(asked["requested_at"])})


def _timers(rows: list[list[Any]]) -> tuple[Timer, ...]:
    return tuple(Timer(case_id, _instant(due_at), bool(runs)) for case_id, due_at, runs in rows)


def _wishes(rows: list[list[Any]]) -> tuple[Wish, ...]:
    return tuple((case_id,) if step is None else (case_id, step) for case_id, step in rows)


def _owed(rows: list[list[Any]]) -> tuple[Owed, ...]:
    return tuple(
        Owed(case_id, _instant(since), _instant(ward_at) if ward_at else None)
        for case_id, since, ward_at in rows
    )


def _notifications(rows: Rows) -> Notifications:
    messages = tuple(
        Message(case_id, template, request_id, client_key, state, _instant(at), role)
        for case_id, template, request_id, client_key, state, at, role in rows["messages"]
    )
    return Notifications(machinery=_machinery(rows), messages=messages)


def _gateway(rows: Rows) -> Gateway:
    return Gateway(
        machinery=_machinery(rows),
        intents=tuple(
            Intent(intent_id, case_id, evidence_id, subsystem, _instant(at))
            for intent_id, case_id, evidence_id, subsystem, at in rows["intents"]
        ),
        outcomes=tuple(intent_id for (intent_id,) in rows["outcomes"]),
        opened_at={intent_id: _instant(at) for intent_id, at in rows["opened"]},
        copies=_versions(rows["copies"]),
    )


def _catalog(rows: Rows) -> Catalog:
    return Catalog(machinery=_machinery(rows), versions=_versions(rows["versions"]))


def _versions(rows: list[list[Any]]) -> tuple[Version, ...]:
    return tuple((service_id, version) for service_id, version in rows)


def _machinery(rows: Rows) -> Machinery:
    [[read_at]] = rows["read_at"]
    return Machinery(
        read_at=_instant(read_at),
        outbox=tuple(event_of(row) for row in rows["outbox"]),
        parked=tuple(Parked(*row) for row in rows["parked"]),
        leases={str(kind): int(count) for kind, count in rows["leases"]},
    )


def event_of(row: list[Any]) -> Event:
    """Return an event of its fields in their order, the instant as text."""
    *names, recorded_at, case_version, request_id, evidence_id, subsystem, published, more = row
    data = (case_version, request_id, evidence_id, subsystem, published, tuple(more or ()))
    event_id, source, kind, key = names
    return Event(event_id, source, kind, key, _instant(recorded_at), *data)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
