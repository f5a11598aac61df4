"""The data key of a paper, and the digest of its content: whose they are, before and after a claim.

An upload is nobody's case, so its key is wrapped by the vault. A claim puts the key under the case's
own: with the case's key the paper is erased. The digest is sealed as well: whoever has a paper, or
guesses it, could find it by a bare one.
"""

import base64
import json
from dataclasses import dataclass, field

from applications.storage.documents import Contents, Paper
from applications.storage.sealing import CaseSeal
from applications.storage.tables.documents import DocumentRow
from shared.vault import DataKey, Vault, VaultError, WrappedKey


@dataclass(frozen=True, slots=True)
class DocumentKey:
    """What opens a paper, and the SHA-256 of its content in hexadecimal digits."""

    key: DataKey
    digest: str = field(repr=False)


def new_key(vault: Vault, document_id: str) -> tuple[DataKey, WrappedKey]:
    """Make the key of a new upload, and its wrapped form to store."""
    return vault.new_data_key(owner=_place(document_id))


def contents_of(
    vault: Vault,
    document_id: str,
    *,
    media_type: str,
    size: int,
    known: DocumentKey,
    wrapped: WrappedKey,
) -> Contents:
    """Return what is stored of an upload that is all there."""
    digest = json.dumps({"sha256": known.digest}).encode()
    sealed = vault.seal(known.key, digest, _place(document_id).encode())
    return Contents(media_type, size, wrapped.key_id, wrapped.sealed, sealed)


def move_to_case(row: DocumentRow, seal: CaseSeal) -> None:
    """Put the key of an upload under that of the case that claims it."""
    if row.key_id is None or row.wrapped is None or row.sealed is None:
        raise VaultError("the upload has no key")
    place = _place(row.id)
    key = seal.vault.unwrap(WrappedKey(row.key_id, row.wrapped), owner=place)
    facts = json.loads(seal.vault.open(key, row.sealed, place.encode()))
    facts["key"] = base64.b64encode(key.secret).decode()
    row.sealed = seal.seal(place, facts)
    row.key_id = row.wrapped = None


def key_of(paper: Paper, seal: CaseSeal) -> DocumentKey:
    """Return the key of a case's paper; raises VaultError where it is another's, or altered."""
    facts = seal.open(_place(paper.document_id), paper.sealed)
    return DocumentKey(DataKey(base64.b64decode(facts["key"])), facts["sha256"])


def _place(document_id: str) -> str:
    return f"documents/{document_id}"
