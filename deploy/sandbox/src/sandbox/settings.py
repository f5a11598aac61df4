"""What the sandbox is told at its start."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class SandboxSettings(BaseSettings):
    """Settings of the sandbox process, read from the environment.

    ``ENV`` unset means production, and there the sandbox does not exist: ``create_app`` refuses.
    ``STATE_DIR`` keeps the signing key, the cabinet and the clock across restarts; unset, they
    live as long as the process. ``ISSUER`` is the address of the identity provider as its clients
    reach it; unset, it follows host and port.
    """

    model_config = SettingsConfigDict(frozen=True, populate_by_name=True, extra="ignore")

    env: Literal["production", "development", "test"] = "production"
    host: str = "127.0.0.1"
    port: int = Field(default=8110, ge=0, le=65535)
    state_dir: Path | None = None
    issuer: str = ""

    @model_validator(mode="after")
    def _issuer_follows_the_address(self) -> Self:
        if not self.issuer:
            object.__setattr__(self, "issuer", f"http://{self.host}:{self.port}/identity")
        return self
