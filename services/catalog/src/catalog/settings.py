"""What the processes of this service are told."""

from typing import ClassVar

from pydantic import Field

from shared.settings import ServiceSettings, development_default


class Settings(ServiceSettings):
    """Settings of the catalogue; the names in capitals are the environment's."""

    service: ClassVar[str] = "catalog"

    port: int = Field(default=8101, ge=1, le=65535)
    worker_port: int = Field(default=8111, ge=1, le=65535)
    database_url: str = development_default("postgresql://catalog@127.0.0.1:8120/catalog")
