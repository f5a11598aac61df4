"""What the processes of this service are told."""

from typing import ClassVar

from pydantic import Field, SecretStr

from shared.settings import ServiceSettings, development_default, development_key


class Settings(ServiceSettings):
    """Settings of the notifications service; the names in capitals are the environment's."""

    service: ClassVar[str] = "notifications"

    port: int = Field(default=8103, ge=1, le=65535)
    worker_port: int = Field(default=8113, ge=1, le=65535)
    database_url: str = development_default("postgresql://dost@127.0.0.1:8120/notifications")
    esosial_url: str = development_default("http://127.0.0.1:8110/esosial")
    esosial_seconds: float = Field(default=10, gt=0, le=60)
    """The whole time one call to the cabinet may take."""
    vault_keys: SecretStr = development_key("notifications-vault")
    """Seal recipients and texts at rest, and stored answers."""
    recipient_keys: SecretStr = development_key("recipients")
    """Open the recipients of promised messages; shared with applications."""
    message_key: SecretStr = development_key("messages")
    """Keys the cabinet's keys of messages."""
