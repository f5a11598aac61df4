"""The key the provider signs with; kept in a folder, tokens stay valid across a restart."""

import base64
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

KEY_FILE = "identity-key.pem"
KEY_BITS = 2048


class UnusableKeyError(RuntimeError):
    """The key file holds something else than an RSA private key."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An RSA key and its id (``kid``), the RFC 7638 thumbprint of its public half."""

    private: RSAPrivateKey
    kid: str

    def public_jwk(self) -> dict[str, str]:
        """Return the public half as an RFC 7517 key, ready for a key set."""
        return {**_public_members(self.private), "kid": self.kid, "use": "sig", "alg": "RS256"}


def load_or_create(folder: Path | None) -> SigningKey:
    """Return the key kept in ``folder``, made on first use; without a folder, a new key.

    Raises ``UnusableKeyError`` where the file is there and is no RSA private key.
    """
    if folder is None:
        return _with_thumbprint(_generate())
    path = folder / KEY_FILE
    if not path.exists():
        _write(path, _generate())
    private = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(private, RSAPrivateKey):
        raise UnusableKeyError(f"{path} holds no RSA private key; remove it and start again")
    return _with_thumbprint(private)


def _generate() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=KEY_BITS)


def _write(path: Path, private: RSAPrivateKey) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    # A half-written key would make every later start fail: write beside it, then rename.
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
    draft.replace(path)


def _with_thumbprint(private: RSAPrivateKey) -> SigningKey:
    members = json.dumps(_public_members(private), sort_keys=True, separators=(",", ":"))
    return SigningKey(private, _base64url(hashlib.sha256(members.encode()).digest()))


def _public_members(private: RSAPrivateKey) -> dict[str, str]:
    numbers = private.public_key().public_numbers()
    return {"kty": "RSA", "n": _unsigned(numbers.n), "e": _unsigned(numbers.e)}


def _unsigned(number: int) -> str:
    return _base64url(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
