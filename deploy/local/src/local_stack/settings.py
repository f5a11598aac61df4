"""What a developer may set: a database server or a broker of their own, and other ports."""

from typing import Self

from pydantic import BaseModel, ConfigDict
from pydantic_settings import BaseSettings, SettingsConfigDict

from local_stack.ports import free_port


class Ports(BaseModel):
    """The ports of one stack, all on the loopback."""

    model_config = ConfigDict(frozen=True)

    catalog: int = 8101
    applications: int = 8102
    notifications: int = 8103
    meis_gateway: int = 8104
    catalog_worker: int = 8111
    applications_worker: int = 8112
    notifications_worker: int = 8113
    meis_gateway_worker: int = 8114
    sandbox: int = 8110
    postgres: int = 8120
    kafka_controller: int = 8129
    kafka: int = 8130

    @classmethod
    def free(cls) -> Self:
        """Return ports that nobody uses: for a stack beside another one."""
        return cls(**{name: free_port() for name in cls.model_fields})


class StackSettings(BaseSettings):
    """Read from the environment: DATABASE_URL, KAFKA_BOOTSTRAP, PORTS__CATALOG and its like."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_ignore_empty=True, env_nested_delimiter="__"
    )

    database_url: str | None = None
    """A server to use instead of our own; its databases are made as needed."""
    kafka_bootstrap: str | None = None
    """A broker to use instead of our own: `host:port`."""
    ports: Ports = Ports()
    sweep_after_seconds: float = 60
    """When meis-gateway closes a look without an outcome, as its worker is told."""
