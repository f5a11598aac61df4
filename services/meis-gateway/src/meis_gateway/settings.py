"""What the processes of this service are told."""

from typing import ClassVar, Self

from pydantic import Field, SecretStr, model_validator

from meis_gateway.clients.subsystems import packaged_subsystems
from meis_gateway.domain.questions import KEPT_BACK_SECONDS
from shared.ending import API_SECONDS
from shared.settings import ServiceSettings, development_default, development_key


class Settings(ServiceSettings):
    """Settings of the gateway; the names in capitals are the environment's."""

    service: ClassVar[str] = "meis-gateway"

    port: int = Field(default=8104, ge=1, le=65535)
    worker_port: int = Field(default=8114, ge=1, le=65535)
    database_url: str = development_default("postgresql://meis_gateway@127.0.0.1:8120/meis_gateway")
    meis_url: str = development_default("http://127.0.0.1:8110/meis")
    """Above the paths of the subsystems."""
    question_seconds: float = Field(default=8, ge=1, le=60)
    """The whole budget of one question, all its subsystems together."""
    sweep_after_seconds: float = Field(default=60, ge=1, le=3600)
    """A look without an outcome for so long is closed as *unknown*; longer than any question."""
    grant_key: SecretStr = development_key("grant")
    """Verifies what a case may ask; shared with applications."""
    subject_key: SecretStr = development_key("subject")
    """Keys the digest that stands for a person; shared with applications."""
    vault_keys: SecretStr = development_key("meis-gateway-vault")
    """Seal stored answers."""

    @model_validator(mode="after")
    def _nobody_waits_when_the_sweep_comes(self) -> Self:
        if self.sweep_after_seconds <= self.question_seconds:
            raise ValueError("SWEEP_AFTER_SECONDS must be longer than QUESTION_SECONDS")
        if self.question_seconds >= API_SECONDS:
            raise ValueError(f"QUESTION_SECONDS must fit the {API_SECONDS:g} s an API has to end")
        return self

    @model_validator(mode="after")
    def _every_subsystem_has_its_time(self) -> Self:
        longest = max(each.deadline_seconds for each in packaged_subsystems().values())
        if self.question_seconds < longest + KEPT_BACK_SECONDS:
            raise ValueError(
                f"QUESTION_SECONDS must hold the {longest:g} s a subsystem has to answer,"
                f" and the {KEPT_BACK_SECONDS:g} s kept back for writing its answer down"
            )
        return self
