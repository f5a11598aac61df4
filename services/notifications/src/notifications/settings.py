"""What the processes of this service are told."""

from typing import ClassVar, Self

from pydantic import Field, SecretStr, model_validator

from shared.ending import WORKER_SECONDS
from shared.settings import ServiceSettings, development_default, development_key


class Settings(ServiceSettings):
    """Settings of the notifications service; the names in capitals are the environment's."""

    service: ClassVar[str] = "notifications"

    port: int = Field(default=8103, ge=1, le=65535)
    worker_port: int = Field(default=8113, ge=1, le=65535)
    database_url: str = development_default(
        "postgresql://notifications@127.0.0.1:8120/notifications"
    )
    esosial_url: str = development_default("http://127.0.0.1:8110/esosial")
    esosial_seconds: float = Field(default=6, gt=0, le=60)
    """The whole time one call to the cabinet may take."""
    vault_keys: SecretStr = development_key("notifications-vault")
    """Seal recipients and texts at rest, and stored answers."""
    recipient_keys: SecretStr = development_key("recipients")
    """Open the recipients of promised messages; shared with applications."""
    message_key: SecretStr = development_key("messages")
    """Keys the cabinet's keys of messages."""

    @model_validator(mode="after")
    def _an_attempt_ends_before_its_lease(self) -> Self:
        # An attempt may be two calls: a message of unknown fate is asked about before it is sent.
        if self.job_lease_seconds <= 2 * self.esosial_seconds:
            raise ValueError("JOB_LEASE_SECONDS must be longer than two calls of ESOSIAL_SECONDS")
        if 2 * self.esosial_seconds >= WORKER_SECONDS:
            raise ValueError(
                f"two calls of ESOSIAL_SECONDS must fit the {WORKER_SECONDS:g} s a worker has to end"
            )
        return self
