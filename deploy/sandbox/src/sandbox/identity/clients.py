"""The machines that may ask for a token, as data: ``clients.yaml``."""

import hmac
from dataclasses import dataclass
from importlib.resources import files

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


def load_clients() -> dict[str, Client]:
    """Return every client by its id."""
    text = files("sandbox.identity").joinpath("clients.yaml").read_text(encoding="utf-8")
    return {
        row["client_id"]: Client(**{**row, "audiences": tuple(row["audiences"])})
        for row in yaml.safe_load(text)["clients"]
    }
