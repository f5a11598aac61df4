"""What the sandbox is told at its start."""

from pathlib import Path
from typing import ClassVar, Literal, Self

from pydantic import AliasChoices, Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.settings import Environment


class SandboxSettings(BaseSettings):
    """Settings of the sandbox process, read from the environment.

    They cannot exist in production, and ``ENV`` unset means production (``ValidationError``).
    """

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

    service: ClassVar[str] = "sandbox"

    env: Environment = Environment.PRODUCTION
    host: str = "127.0.0.1"
    port: int = Field(default=8110, ge=1, le=65535)
    state_dir: Path | None = None
    """Keeps signing key, cabinet and clock across a restart; unset, they go with the process."""
    issuer: str = Field(default="", validation_alias=AliasChoices("issuer", "oidc_issuer"))
    """The identity provider as clients reach it (``OIDC_ISSUER``); unset, from host and port."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @model_validator(mode="after")
    def _not_in_production(self) -> Self:
        if self.env is Environment.PRODUCTION:
            raise ValueError(
                "the sandbox signs tokens for anybody and answers for invented people;"
                " it starts only with ENV=development or ENV=test, and ENV unset is production"
            )
        return self

    @property
    def issuer_address(self) -> str:
        """The issuer as tokens name it in ``iss``."""
        return self.issuer or f"http://{self.host}:{self.port}/identity"
