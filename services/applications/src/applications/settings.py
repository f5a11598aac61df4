"""What the processes of this service are told."""

from typing import ClassVar, Self

from pydantic import Field, SecretStr, model_validator

from shared.ending import WORKER_SECONDS
from shared.settings import (
    ServiceSettings,
    development_default,
    development_key,
    development_secret,
)


class Settings(ServiceSettings):
    """Settings of the applications service; the names in capitals are the environment's."""

    service: ClassVar[str] = "applications"

    port: int = Field(default=8102, ge=1, le=65535)
    worker_port: int = Field(default=8112, ge=1, le=65535)
    database_url: str = development_default("postgresql://dost@127.0.0.1:8120/applications")
    meis_gateway_url: str = development_default("http://127.0.0.1:8104")
    gateway_seconds: float = Field(default=12, gt=0, le=60)
    """What a question may take; longer than the gateway's own budget for one."""
    client_id: str = development_default("applications")
    client_secret: SecretStr = development_secret("applications")
    """With ``client_id``: how this service gets its own token for the gateway."""
    vault_keys: SecretStr = development_key("applications-vault")
    """Wrap the data keys of cases, and seal stored answers."""
    index_key: SecretStr = development_key("applications-index")
    """Keys the blind indexes of this service."""
    grant_key: SecretStr = development_key("grant")
    """Signs the questions to the gateway; shared with it."""
    subject_key: SecretStr = development_key("subject")
    """Keys the digest of a question's person; shared with the gateway."""
    recipient_keys: SecretStr = development_key("recipients")
    """Seal the recipients of messages; shared with notifications."""

    @model_validator(mode="after")
    def _a_question_ends_before_its_lease(self) -> Self:
        if self.job_lease_seconds <= self.gateway_seconds:
            raise ValueError("JOB_LEASE_SECONDS must be longer than GATEWAY_SECONDS")
        if self.gateway_seconds >= WORKER_SECONDS:
            raise ValueError("GATEWAY_SECONDS must fit the 15 s a worker has to end")
        return self
