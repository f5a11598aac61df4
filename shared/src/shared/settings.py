"""Settings from the environment; ``ENV`` unset means production.

Production has no defaults for what matters: a missing value stops the start with one message that
names each of them.

A service subclasses ``ServiceSettings``::

    class Settings(ServiceSettings):
        service: ClassVar[str] = "applications"
        port: int = 8102
        worker_port: int = 8112
        database_url: str = development_default(
            "postgresql://applications@127.0.0.1:8120/applications"
        )
        vault_keys: SecretStr = development_key("applications-vault")

    settings = load_settings(Settings)

What ``development_default`` and the two secrets give exists in development and test only. Secrets
of development carry a mark and are refused in production by their value, too.
"""

import base64
import binascii
import hashlib
import sys
from enum import StrEnum
from typing import Any, ClassVar, Literal, NoReturn, Self, TypeVar

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

EXIT_CONFIG = 78
"""``EX_CONFIG`` of sysexits.h: the process is configured wrongly; a restart will not help."""

_DEVELOPMENT_ONLY = "development-only"
_MARK = {"development_default": True}


class Environment(StrEnum):
    """Where the process runs."""

    PRODUCTION = "production"
    DEVELOPMENT = "development"
    TEST = "test"


def development_default(value: Any) -> Any:
    """Declare a setting with a default on a laptop and none in production."""
    return Field(default=value, json_schema_extra=dict(_MARK), repr=False)


def development_secret(label: str) -> Any:
    """Declare a secret text with a default on a laptop: ``development-only-<label>``."""
    return development_default(SecretStr(f"{_DEVELOPMENT_ONLY}-{label}"))


def development_key(label: str) -> Any:
    """Declare a key list (``id:base64 of 32 bytes``) with a default on a laptop.

    Two services that must share a key use one label. The key begins with a readable mark, so that
    production knows it under any name.
    """
    digest = hashlib.sha256(label.encode()).digest()
    key = _DEVELOPMENT_ONLY.encode() + digest[: 32 - len(_DEVELOPMENT_ONLY)]
    return development_default(SecretStr(f"dev:{base64.b64encode(key).decode()}"))


class ServiceSettings(BaseSettings):
    """What every process of the suite is told. Environment names are the field names in capitals."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

    service: ClassVar[str]

    env: Environment = Environment.PRODUCTION
    host: str = "127.0.0.1"
    port: int = Field(ge=1, le=65535)
    """Where the API listens."""
    worker_port: int = Field(ge=1, le=65535)
    """Where the worker's health server listens."""
    database_url: str = development_default("postgresql://service@127.0.0.1:8120/service")
    """``postgresql://role:password@host:port/database``: the service's own role, never the owner."""
    kafka_bootstrap: str = development_default("127.0.0.1:8130")
    oidc_issuer: str = development_default("http://127.0.0.1:8110/identity")
    """The identity provider, exactly as tokens name it in ``iss``."""
    business_clock_url: str | None = None
    """Where the sandbox tells the business time; refused in production."""
    kafka_call_seconds: float = Field(default=10, ge=1, le=60)
    """For one call that needs an answer of the broker; then it counts as silent."""
    kafka_session_seconds: float = Field(default=10, ge=6, le=60)
    """A consumer the broker hears nothing of for so long loses its partitions to its colleagues."""
    kafka_poll_seconds: float = Field(default=300, ge=5, le=600)
    """A consumer that asks for no records for so long leaves its group; a fifth of it, a minute at
    the longest, it takes records over before it asks again."""
    database_seconds: float = Field(default=10, ge=6, le=60)
    """For one statement, and for a transaction that a frozen process leaves idle."""
    relay_lease_seconds: float = Field(default=30, ge=2, le=300)
    """How long a relay keeps the buckets it took without giving them back."""
    job_lease_seconds: float = Field(default=60, ge=2, le=600)
    """How long a job keeps a row it took; longer than the longest call it makes for it."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @property
    def in_production(self) -> bool:
        """Whether laptop conveniences are off."""
        return self.env is Environment.PRODUCTION

    @model_validator(mode="before")
    @classmethod
    def _nothing_is_missing(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Refuse to start without a value that has no default here, naming all of them at once."""
        in_production = given.get("env", Environment.PRODUCTION) == Environment.PRODUCTION
        missing = [
            name.upper()
            for name, info in cls.model_fields.items()
            if name not in given and (info.is_required() or (in_production and _is_laptop(info)))
        ]
        if missing:
            hint = "" if not in_production else " (ENV is production unless it says otherwise)"
            raise ValueError(f"missing settings{hint}: {', '.join(missing)}")
        return given

    @model_validator(mode="after")
    def _production_is_production(self) -> Self:
        """Refuse in production what belongs to a laptop."""
        if not self.in_production:
            return self
        wrong = [name.upper() for name in type(self).model_fields if _marked(getattr(self, name))]
        if wrong:
            raise ValueError(f"secrets of development are refused: {', '.join(wrong)}")
        if self.business_clock_url is not None:
            raise ValueError("BUSINESS_CLOCK_URL is for development and test: remove it")
        if not self.oidc_issuer.startswith("https://"):
            raise ValueError("OIDC_ISSUER must be an https address")
        return self


def _is_laptop(info: FieldInfo) -> bool:
    extra = info.json_schema_extra
    return isinstance(extra, dict) and bool(extra.get("development_default"))


def _marked(value: object) -> bool:
    """Tell whether a secret is one of development, plain or as a key in a list."""
    if not isinstance(value, SecretStr):
        return False
    text = value.get_secret_value()
    return _DEVELOPMENT_ONLY in text or any(_marked_key(part) for part in text.split(","))


def _marked_key(part: str) -> bool:
    try:
        key = base64.b64decode(part.rpartition(":")[2].strip())
    except (binascii.Error, ValueError):
        return False
    return key.startswith(_DEVELOPMENT_ONLY.encode())


SettingsT = TypeVar("SettingsT", bound=BaseSettings)


def load_settings(settings: type[SettingsT]) -> SettingsT:
    """Read the settings of a process, or end it with status 78 and one readable message."""
    try:
        return settings()
    except ValidationError as error:
        lines = [_sentence(fault["loc"], fault["msg"]) for fault in error.errors()]
        _refuse(settings, lines)
    except SettingsError as error:
        _refuse(settings, [str(error)])


def _sentence(where: tuple[int | str, ...], message: str) -> str:
    name = str(where[0]).upper() if where else ""
    text = message.removeprefix("Value error, ")
    return f"{name}: {text}" if name else text


def _refuse(settings: type[BaseSettings], lines: list[str]) -> NoReturn:
    name = getattr(settings, "service", settings.__name__)
    sys.stderr.write(f"{name} does not start: " + "; ".join(lines) + "\n")
    raise SystemExit(EXIT_CONFIG)
