"""What the processes of this service are told."""

from typing import ClassVar

from pydantic import Field, SecretStr

from shared.settings import ServiceSettings, development_default, development_key


class Settings(ServiceSettings):
    """Settings of the gateway; the names in capitals are the environment's."""

    service: ClassVar[str] = "meis-gateway"

    port: int = Field(default=8104, ge=1, le=65535)
    worker_port: int = Field(default=8114, ge=1, le=65535)
    database_url: str = development_default("postgresql://dost@127.0.0.1:8120/meis_gateway")
    meis_url: str = development_default("http://127.0.0.1:8110/meis")
    """Above the paths of the subsystems."""
    question_seconds: float = Field(default=10, ge=1, le=60)
    """The whole budget of one question, all its subsystems together."""
    grant_key: SecretStr = development_key("grant")
    """Verifies what a case may ask; shared with applications."""
    subject_key: SecretStr = development_key("subject")
    """Keys the digest that stands for a person; shared with applications."""
