"""Who may ask for a token, as data: machines, and portals that sign people in: ``clients.yaml``."""

import hmac
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Client:
    """One machine: its secret, the role its tokens carry, and the services they may name."""

    client_id: str
    secret: str
    role: str
    audiences: tuple[str, ...]
    organisation: str | None = None

    def has_secret(self, secret: str) -> bool:
        """Compare without telling by timing how much of the secret was right."""
        return hmac.compare_digest(self.secret.encode(), secret.encode())


@dataclass(frozen=True, slots=True)
class Portal:
    """A public client (RFC 6749 section 2.1): it has no secret, and addresses to come back to."""

    client_id: str
    title: str
    redirect_uris: tuple[str, ...]


def load_clients() -> dict[str, Client]:
    """Return every machine by its id."""
    return {
        row["client_id"]: Client(**{**row, "audiences": tuple(row["audiences"])})
        for row in _read()["clients"]
    }


def load_portals() -> dict[str, Portal]:
    """Return every portal by its id."""
    return {
        row["client_id"]: Portal(**{**row, "redirect_uris": tuple(row["redirect_uris"])})
        for row in _read()["portals"]
    }


def _read() -> Any:
    text = files("sandbox.identity").joinpath("clients.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)
