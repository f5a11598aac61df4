"""The vault: what is about a person is stored sealed (case.md, people).

Envelope encryption, AES-256-GCM: a data key per case, wrapped by the active key of the key ring.
Erasing the wrapped key erases the case's people. Look-ups go through a keyed blind index; there
is no unkeyed hash of an identifier anywhere, because 5*10^10 values fall in minutes.

A sealed value is one version byte, a random 96-bit nonce, ciphertext and tag. Random nonces allow
2^32 values under one key (NIST SP 800-38D, 8.3): a data key stays far below, and a ring's key is
rotated by putting a new one first.
"""

import base64
import binascii
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12
_VERSION = b"\x01"
SEAL_BYTES = len(_VERSION) + _NONCE_BYTES + 16
"""By how much a sealed value is longer than what it holds."""


class VaultError(Exception):
    """A sealed value does not open: tampered with, sealed for something else, or its key is gone."""


@dataclass(frozen=True, slots=True)
class Key:
    """One named key of 32 bytes; its representation shows the name alone."""

    id: str
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not self.id or len(self.secret) != KEY_BYTES:
            raise ValueError(f"a key has a name and {KEY_BYTES} bytes")


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Keys by their id; the active one seals, all of them open."""

    keys: Mapping[str, bytes] = field(repr=False)
    active_id: str

    @classmethod
    def parse(cls, text: str) -> "KeyRing":
        """Read ``id:base64,id:base64``: the first is active. ValueError says what is wrong.

        The message never repeats the text: it is a secret.
        """
        keys: dict[str, bytes] = {}
        for number, part in enumerate(text.split(","), start=1):
            key_id, colon, encoded = part.strip().partition(":")
            if not colon or key_id in keys:
                raise ValueError(f"key {number} is not id:base64, or its id is repeated")
            try:
                secret = base64.b64decode(encoded, validate=True)
            except binascii.Error:
                raise ValueError(f"key {number} is not base64") from None
            keys[key_id] = Key(key_id, secret).secret
        return cls(keys=keys, active_id=next(iter(keys)))

    @property
    def active(self) -> Key:
        """The key that seals."""
        return Key(self.active_id, self.keys[self.active_id])

    def key(self, key_id: str) -> bytes:
        """Return the key of this id (VaultError when the ring has lost it)."""
        try:
            return self.keys[key_id]
        except KeyError:
            raise VaultError("the key ring has no key of this id") from None


@dataclass(frozen=True, slots=True)
class DataKey:
    """The key of one case, in memory only."""

    secret: bytes = field(repr=False)


class WrappedKey(NamedTuple):
    """A data key as it is stored: which key of the ring opens it, and the sealed bytes."""

    key_id: str
    sealed: bytes


class Sealed(NamedTuple):
    """A value sealed with a key of a ring: the key's id and the sealed bytes."""

    key_id: str
    data: bytes


def _seal(key: bytes, plaintext: bytes, aad: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, plaintext, aad)


def _open(key: bytes, sealed: bytes, aad: bytes) -> bytes:
    if len(sealed) < SEAL_BYTES or sealed[:1] != _VERSION:
        raise VaultError("not a sealed value")
    nonce = sealed[1 : 1 + _NONCE_BYTES]
    try:
        return AESGCM(key).decrypt(nonce, sealed[1 + _NONCE_BYTES :], aad)
    except InvalidTag:
        raise VaultError("the sealed value does not open") from None


def seal_for(keyring: KeyRing, plaintext: bytes, aad: bytes) -> Sealed:
    """Seal a value with the ring's active key: recipients in events, stored answers.

    ``aad`` binds it to its place (the event id, the row's scope): elsewhere it does not open.
    """
    key = keyring.active
    return Sealed(key.id, _seal(key.secret, plaintext, key.id.encode() + b"\x00" + aad))


def open_from(keyring: KeyRing, key_id: str, data: bytes, aad: bytes) -> bytes:
    """Open what ``seal_for`` sealed with the same ring and ``aad`` (VaultError)."""
    return _open(keyring.key(key_id), data, key_id.encode() + b"\x00" + aad)


class Vault:
    """Data keys of cases, wrapped by a key ring, and the values sealed with them."""

    def __init__(self, keyring: KeyRing) -> None:
        self.keyring = keyring

    def new_data_key(self, *, owner: str = "") -> tuple[DataKey, WrappedKey]:
        """Make a data key and its wrapped form; ``owner`` (a case id) must be given to unwrap it."""
        secret = secrets.token_bytes(KEY_BYTES)
        wrapped = seal_for(self.keyring, secret, _owned(owner))
        return DataKey(secret), WrappedKey(wrapped.key_id, wrapped.data)

    def unwrap(self, wrapped: WrappedKey, *, owner: str = "") -> DataKey:
        """Open a wrapped data key (VaultError when tampered with or not this owner's)."""
        return DataKey(open_from(self.keyring, wrapped.key_id, wrapped.sealed, _owned(owner)))

    def seal(self, data_key: DataKey, plaintext: bytes, aad: bytes) -> bytes:
        """Seal a value of the case; ``aad`` names its place (table, column, row)."""
        return _seal(data_key.secret, plaintext, aad)

    def open(self, data_key: DataKey, sealed: bytes, aad: bytes) -> bytes:
        """Open a sealed value of the case (VaultError)."""
        return _open(data_key.secret, sealed, aad)


def _owned(owner: str) -> bytes:
    return b"dost:data-key\x00" + owner.encode()


class Macs:
    """Tells what a service wrote from what somebody else did: HMAC-SHA-256, keyed per purpose.

    Its keys are derived from those of a ring. Store the key's id beside the value: an older key of
    the ring goes on verifying.
    """

    def __init__(self, keyring: KeyRing, purpose: str) -> None:
        self.active_id = keyring.active_id
        self._keyring = keyring
        self._label = b"dost:mac\x00" + purpose.encode()

    def of(self, key_id: str, content: bytes) -> bytes:
        """Return the 32 bytes for ``content`` (VaultError when the ring has no such key)."""
        key = hmac.digest(self._keyring.key(key_id), self._label, sha256)
        return hmac.digest(key, content, sha256)


class BlindIndex:
    """Finds rows by an identifier without storing it: HMAC-SHA-256, keyed per service and purpose.

    Store ``key_id`` in the row beside the value, so that a new key can take over row by row.
    """

    def __init__(self, key_id: str, key: bytes, purpose: str) -> None:
        self.key_id = key_id
        self.purpose = purpose
        self._key = hmac.digest(key, b"dost:blind-index\x00" + purpose.encode(), sha256)

    def of(self, value: str) -> str:
        """Return the index of a normalised value: 64 hexadecimal digits."""
        return hmac.digest(self._key, value.encode(), sha256).hex()
