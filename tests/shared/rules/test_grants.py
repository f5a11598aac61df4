"""A registry is asked only what an open case's passport lets ask, about that person, now."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from shared.grants import TYPE, GrantRefused, QuestionGrant, sign, subject_digest, verify

KEY = b"g" * 32
SUBJECT_KEY = b"s" * 32
NOW = datetime(2026, 3, 10, 5, 0, 0, tzinfo=UTC)
GRANT = QuestionGrant(
    case_id="c-1",
    service_id="some-service",
    passport_version=1,
    subject_digest=subject_digest("fin", "5ZK1Q2W", SUBJECT_KEY),
    question="attributes",
    subsystems=("sigorta", "monitorinq"),
    attributes=("sigorta.identity", "monitorinq.leave_order"),
    expires_at=NOW + timedelta(seconds=60),
)


def test_the_gateway_reads_exactly_what_applications_signed() -> None:
    assert verify(sign(GRANT, KEY), KEY, NOW) == GRANT


def test_the_name_of_a_question_is_the_passports_and_no_list_of_ours() -> None:
    any_other = replace(GRANT, question="owns-boat")

    assert verify(sign(any_other, KEY), KEY, NOW) == any_other


def test_a_grant_names_nobody() -> None:
    token = sign(GRANT, KEY)
    claims = jwt.decode(token, options={"verify_signature": False})

    assert "5ZK1Q2W" not in str(claims)
    assert GRANT.subject_digest != subject_digest("passport", "5ZK1Q2W", SUBJECT_KEY)
    assert GRANT.subject_digest != subject_digest("fin", "5ZK1Q2W", KEY)


def test_a_grant_ends_after_its_minute() -> None:
    token = sign(GRANT, KEY)

    assert verify(token, KEY, NOW + timedelta(seconds=59)) == GRANT
    with pytest.raises(GrantRefused):
        verify(token, KEY, NOW + timedelta(seconds=70))


def test_a_grant_that_promises_more_than_a_minute_is_refused() -> None:
    long = replace(GRANT, expires_at=NOW + timedelta(hours=1))

    with pytest.raises(GrantRefused):
        verify(sign(long, KEY), KEY, NOW)


def claims(**changes: Any) -> dict[str, Any]:
    read: dict[str, Any] = jwt.decode(sign(GRANT, KEY), options={"verify_signature": False})
    return {**read, **changes}


def forged(payload: dict[str, Any], *, typ: str = TYPE, algorithm: str = "HS256") -> str:
    key = "" if algorithm == "none" else KEY * 2 if algorithm == "HS512" else KEY
    return jwt.encode(payload, key, algorithm=algorithm, headers={"typ": typ})


@pytest.mark.parametrize(
    "token",
    [
        "",
        "5ZK1Q2W",
        forged(claims(), typ="JWT"),
        forged(claims(), algorithm="none"),
        forged(claims(), algorithm="HS512"),
        forged(claims(question="")),
        forged(claims(question=1)),
        forged(claims(passport_version="1")),
        forged(claims(subject_digest="5ZK1Q2W")),
        forged(claims(exp=10**30)),
        forged(claims(more="x")),
        forged({name: value for name, value in claims().items() if name != "case_id"}),
        forged({name: value for name, value in claims().items() if name != "exp"}),
        sign(GRANT, KEY)[:-4] + "AAAA",
        "a" * 3 + sign(GRANT, KEY),
    ],
)
def test_nothing_but_a_grant_of_ours_is_one(token: str) -> None:
    with pytest.raises(GrantRefused):
        verify(token, KEY, NOW)


def test_a_grant_under_another_key_is_none() -> None:
    with pytest.raises(GrantRefused):
        verify(sign(GRANT, b"x" * 32), KEY, NOW)
