"""What the service is told about papers before it starts."""

import base64
from typing import Any

import pytest
from pydantic import ValidationError

from applications.settings import Settings

REAL_KEY = "k1:" + base64.b64encode(b"r" * 32).decode()


def in_production(**changes: Any) -> Settings:
    values: dict[str, Any] = {
        "env": "production",
        "database_url": "postgresql://db.internal/applications",
        "kafka_bootstrap": "kafka.internal:9092",
        "oidc_issuer": "https://identity.example",
        "meis_gateway_url": "https://gateway.internal",
        "client_id": "applications",
        "client_secret": "a real secret",
        "documents_folder": "/srv/documents",
        "clamd": "clamd.internal:3310",
        **dict.fromkeys(
            ("vault_keys", "index_key", "grant_key", "subject_key", "recipient_keys"), REAL_KEY
        ),
    }
    return Settings.model_validate({**values, **changes})


def test_production_scans_with_a_real_scanner_into_a_folder_it_was_told() -> None:
    assert in_production().clamd == "clamd.internal:3310"


@pytest.mark.parametrize("name", ["clamd", "documents_folder"])
def test_production_does_not_start_without_a_scanner_or_a_folder(name: str) -> None:
    values = in_production().model_dump()
    del values[name]

    with pytest.raises(ValidationError, match=name.upper()):
        Settings.model_validate(values)


@pytest.mark.parametrize("clamd", ["development", "clamd.internal", "clamd.internal:", ":", "a:b"])
def test_what_is_no_scanner_is_refused_at_the_start(clamd: str) -> None:
    with pytest.raises(ValidationError, match=r"host:port|must be a scanner"):
        in_production(clamd=clamd)


@pytest.mark.parametrize("size", [0, 2 * 1024 * 1024 * 1024])
def test_a_limit_of_files_that_makes_no_sense_is_refused(size: int) -> None:
    with pytest.raises(ValidationError):
        in_production(upload_bytes=size)
