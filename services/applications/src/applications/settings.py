"""What the processes of this service are told."""

import re
from pathlib import Path
from typing import ClassVar, Self

from pydantic import Field, SecretStr, field_validator, model_validator

from shared.ending import WORKER_SECONDS
from shared.settings import (
    ServiceSettings,
    development_default,
    development_key,
    development_secret,
)

DEVELOPMENT_SCANNER = "development"
_HOST_AND_PORT = re.compile(r".+:[0-9]{1,5}")


class Settings(ServiceSettings):
    """Settings of the applications service; the names in capitals are the environment's."""

    service: ClassVar[str] = "applications"

    port: int = Field(default=8102, ge=1, le=65535)
    worker_port: int = Field(default=8112, ge=1, le=65535)
    database_url: str = development_default("postgresql://applications@127.0.0.1:8120/applications")
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
    caller_cards_per_hour: int = Field(default=60, ge=1)
    """So many caller cards one operator may read in any hour."""
    draft_days: int = Field(default=30, ge=1, le=366)
    """So long a draft begun on the phone waits to be ended."""

    documents_folder: Path = development_default(Path(".local/documents"))
    """Where sealed papers are kept: one folder that every API and worker of this service shares."""
    upload_bytes: int = Field(default=20 * 1024 * 1024, ge=1024, le=1024 * 1024 * 1024)
    """The largest request with a file; more is answered 413."""
    upload_seconds: float = Field(default=300, gt=0, le=1800)
    """How long a file may take to arrive."""
    clamd: str = development_default(DEVELOPMENT_SCANNER)
    """``host:port`` of ClamAV's daemon; its StreamMaxLength must allow UPLOAD_BYTES."""
    scan_seconds: float = Field(default=60, gt=0, le=600)
    """How long a scan may take; afterwards the file is not kept."""

    @field_validator("clamd")
    @classmethod
    def _a_host_and_a_port(cls, clamd: str) -> str:
        if clamd != DEVELOPMENT_SCANNER and _HOST_AND_PORT.fullmatch(clamd) is None:
            raise ValueError("give host:port")
        return clamd

    @model_validator(mode="after")
    def _files_are_scanned_in_production(self) -> Self:
        if self.in_production and self.clamd == DEVELOPMENT_SCANNER:
            raise ValueError("CLAMD must be a scanner, not the one of development")
        return self

    @model_validator(mode="after")
    def _a_question_ends_before_its_lease(self) -> Self:
        if self.job_lease_seconds <= self.gateway_seconds:
            raise ValueError("JOB_LEASE_SECONDS must be longer than GATEWAY_SECONDS")
        if self.gateway_seconds >= WORKER_SECONDS:
            raise ValueError(
                f"GATEWAY_SECONDS must fit the {WORKER_SECONDS:g} s a worker has to end"
            )
        return self
