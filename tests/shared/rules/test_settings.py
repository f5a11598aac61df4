"""A process says before it starts what it lacks; what belongs to a laptop stays there."""

import base64
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any, ClassVar

import pytest
from pydantic import SecretStr, ValidationError

from shared.database_clock import LONGEST_LEASE
from shared.settings import (
    EXIT_CONFIG,
    Environment,
    ServiceSettings,
    development_key,
    development_secret,
)
from shared.vault import KeyRing

REAL_KEY = "k1:" + base64.b64encode(b"r" * 32).decode()


class Settings(ServiceSettings):
    service: ClassVar[str] = "applications"

    port: int = 8102
    worker_port: int = 8112
    vault_keys: SecretStr = development_key("applications-vault")
    client_secret: SecretStr = development_secret("applications")


def in_production(**changes: Any) -> Settings:
    values: dict[str, Any] = {
        "env": "production",
        "database_url": "postgresql://db.internal/applications",
        "kafka_bootstrap": "kafka.internal:9092",
        "oidc_issuer": "https://identity.example",
        "business_clock_url": None,
        "vault_keys": REAL_KEY,
        "client_secret": "a real secret",
    }
    return Settings(**{**values, **changes})


def start(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start a process with this environment and nothing else."""
    script = tmp_path / "process.py"
    script.write_text(
        dedent("""
            from typing import ClassVar
            from pydantic import SecretStr
            from shared.settings import ServiceSettings, development_key, load_settings

            class Settings(ServiceSettings):
                service: ClassVar[str] = "applications"
                port: int = 8102
                worker_port: int = 8112
                vault_keys: SecretStr = development_key("applications-vault")

            print(load_settings(Settings).env)
            """)
    )
    return subprocess.run(  # noqa: S603 - our own interpreter and a script of this test
        [sys.executable, str(script)], capture_output=True, text=True, env=environment, check=False
    )


def test_a_process_without_env_is_in_production_and_names_every_missing_setting(
    tmp_path: Path,
) -> None:
    ended = start(tmp_path)

    assert ended.returncode == EXIT_CONFIG
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert "applications does not start" in ended.stderr
    for name in ("DATABASE_URL", "KAFKA_BOOTSTRAP", "OIDC_ISSUER", "VAULT_KEYS"):
        assert name in ended.stderr


def test_an_empty_setting_is_a_missing_one(tmp_path: Path) -> None:
    ended = start(
        tmp_path,
        DATABASE_URL="postgresql://db/applications",
        KAFKA_BOOTSTRAP="kafka:9092",
        OIDC_ISSUER="https://identity.example",
        VAULT_KEYS="",
    )

    assert ended.returncode == EXIT_CONFIG
    assert "VAULT_KEYS" in ended.stderr
    assert "DATABASE_URL" not in ended.stderr


def test_a_laptop_needs_to_be_told_nothing_but_that_it_is_one(tmp_path: Path) -> None:
    ended = start(tmp_path, ENV="development")

    assert (ended.returncode, ended.stdout) == (0, "development\n")


def test_an_environment_nobody_knows_is_refused_without_repeating_the_secrets(
    tmp_path: Path,
) -> None:
    ended = start(
        tmp_path, ENV="staging", VAULT_KEYS="k1:c2VjcmV0", DATABASE_URL="postgresql://u:pw@h/d"
    )

    assert ended.returncode == EXIT_CONFIG
    assert "ENV" in ended.stderr
    assert "c2VjcmV0" not in ended.stderr
    assert "pw@" not in ended.stderr


def test_production_starts_with_values_of_its_own() -> None:
    settings = in_production()

    assert settings.in_production
    assert settings.vault_keys.get_secret_value() == REAL_KEY


@pytest.mark.parametrize("name", ["database_url", "kafka_bootstrap", "oidc_issuer", "vault_keys"])
def test_production_has_no_default_for_what_matters(name: str) -> None:
    info = Settings.model_fields[name]

    assert info.json_schema_extra == {"development_default": True}


def development_keys() -> str:
    return Settings(env=Environment.TEST).vault_keys.get_secret_value()


@pytest.mark.parametrize("disguise", ["as it is", "under another id", "second in the list"])
def test_production_refuses_a_key_of_development_by_its_value(disguise: str) -> None:
    key = development_keys().partition(":")[2]
    given = {
        "as it is": f"dev:{key}",
        "under another id": f"k7:{key}",
        "second in the list": f"{REAL_KEY}, k7:{key}",
    }[disguise]

    with pytest.raises(
        ValidationError, match=r"secrets of development are refused: VAULT_KEYS"
    ) as e:
        in_production(vault_keys=given)
    assert key not in str(e.value)


def test_production_refuses_a_development_secret_and_the_sandbox_clock() -> None:
    with pytest.raises(ValidationError, match="CLIENT_SECRET"):
        in_production(client_secret="development-only-applications")
    with pytest.raises(ValidationError, match="BUSINESS_CLOCK_URL"):
        in_production(business_clock_url="http://127.0.0.1:8110/clock")
    with pytest.raises(ValidationError, match="OIDC_ISSUER"):
        in_production(oidc_issuer="http://127.0.0.1:8110/identity")


def test_settings_shown_in_a_trace_or_console_show_no_secret() -> None:
    shown = repr(in_production(database_url="postgresql://u:very-secret@db/applications"))

    assert "very-secret" not in shown
    assert REAL_KEY not in shown


def test_two_services_that_must_share_a_key_share_its_label() -> None:
    class Other(ServiceSettings):
        service: ClassVar[str] = "meis-gateway"
        port: int = 8104
        worker_port: int = 8114
        vault_keys: SecretStr = development_key("applications-vault")
        grant_key: SecretStr = development_key("grant")

    other = Other(env=Environment.TEST)

    assert other.vault_keys.get_secret_value() == development_keys()
    assert other.grant_key != other.vault_keys
    assert KeyRing.parse(other.grant_key.get_secret_value()).active_id == "dev"


@pytest.mark.parametrize("name", ["job_lease_seconds", "relay_lease_seconds"])
def test_no_lease_may_last_longer_than_the_one_that_counts_as_of_another_clock(name: str) -> None:
    limits = ServiceSettings.model_fields[name].metadata
    longest = max(getattr(limit, "le", 0) for limit in limits)

    assert 0 < longest <= LONGEST_LEASE.total_seconds()
