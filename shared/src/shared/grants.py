"""The grant: why applications may ask a registry about a person (case.md, registry answers).

applications signs one for each question; the gateway checks it before any registry hears of the
person. Compact JWS with HS256 under a key these two share, its own ``typ``, 60 seconds of system
time. The person is in it only as a keyed digest.
"""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, ClassVar

import jwt
from jwt.exceptions import PyJWTError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.errors import DomainError, Kind
from shared.texts import Text

LIFETIME = timedelta(seconds=60)
TYPE = "dost-question-grant+jwt"
LEEWAY_SECONDS = 5
_ALGORITHM = "HS256"
_UNREADABLE = (PyJWTError, ValidationError, ValueError, TypeError, ArithmeticError, RecursionError)


class GrantRefused(DomainError):
    """The grant is not one: signature, type, time or content (403, nothing is asked)."""

    kind: ClassVar[Kind] = Kind.FORBIDDEN
    code: ClassVar[str] = "grant-refused"
    title: ClassVar[Text] = Text(az="Sorğuya icazə yoxdur", en="The question is not granted")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Sorğu üçün yeni və həmin şəxsə aid icazə imzalayın.",
                en="Sign a new grant for this question and this person.",
            )
        )


@dataclass(frozen=True, slots=True)
class QuestionGrant:
    """One question about one person for one open case.

    ``question`` is the name a registry-check step of the passport gives it, or ``attributes``; the
    receiver judges it by its own copy of the passport. ``subsystems`` are those to be asked;
    ``attributes`` are ``subsystem.attribute``. ``expires_at`` is system time, in whole seconds.
    """

    case_id: str
    service_id: str
    passport_version: int
    subject_digest: str
    question: str
    subsystems: tuple[str, ...]
    attributes: tuple[str, ...]
    expires_at: datetime


class _Claims(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    case_id: str = Field(min_length=1)
    service_id: str = Field(min_length=1)
    passport_version: int = Field(ge=1)
    subject_digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    question: str = Field(min_length=1)
    subsystems: list[str]
    attributes: list[str]
    exp: int


def subject_digest(identifier_kind: str, value: str, key: bytes) -> str:
    """Return the keyed digest of a person's identifier: 64 hexadecimal digits."""
    text = b"dost:grant-subject\x00" + identifier_kind.encode() + b"\x00" + value.encode()
    return hmac.digest(key, text, sha256).hex()


def sign(grant: QuestionGrant, key: bytes) -> str:
    """Return the grant as a compact JWS."""
    claims: dict[str, Any] = {
        "case_id": grant.case_id,
        "service_id": grant.service_id,
        "passport_version": grant.passport_version,
        "subject_digest": grant.subject_digest,
        "question": grant.question,
        "subsystems": list(grant.subsystems),
        "attributes": list(grant.attributes),
        "exp": int(grant.expires_at.timestamp()),
    }
    return jwt.encode(claims, key, algorithm=_ALGORITHM, headers={"typ": TYPE})


def verify(token: str, key: bytes, now: datetime) -> QuestionGrant:
    """Read a grant at ``now`` (system time); raises GrantRefused for anything but a live one.

    A grant that promises to live longer than ``LIFETIME`` is refused as well.
    """
    try:
        # Time is an argument here, so the library must not look at its own clock.
        checked = jwt.decode_complete(
            token, key, algorithms=[_ALGORITHM], options={"verify_exp": False, "require": ["exp"]}
        )
        claims = _Claims.model_validate(checked["payload"])
        expires_at = datetime.fromtimestamp(claims.exp, UTC)
    except _UNREADABLE as error:
        raise GrantRefused from error
    leeway = timedelta(seconds=LEEWAY_SECONDS)
    is_live = now - leeway < expires_at <= now + LIFETIME + leeway
    if checked["header"].get("typ") != TYPE or not is_live:
        raise GrantRefused
    return QuestionGrant(
        case_id=claims.case_id,
        service_id=claims.service_id,
        passport_version=claims.passport_version,
        subject_digest=claims.subject_digest,
        question=claims.question,
        subsystems=tuple(claims.subsystems),
        attributes=tuple(claims.attributes),
        expires_at=expires_at,
    )
