"""What is sealed with a case's data key, and where each sealed value belongs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from applications.storage.tables.people import CaseKeyRow
from shared.database import Session
from shared.vault import DataKey, Vault, WrappedKey


@dataclass(frozen=True, slots=True)
class CaseSeal:
    """Seals and opens values of one case; a value opens only in the place it was sealed for."""

    vault: Vault
    data_key: DataKey
    case_id: str

    def seal(self, place: str, value: Mapping[str, Any]) -> bytes:
        """Seal JSON for ``place`` (``people/applicant``, ``evidence/<id>``)."""
        return self.vault.seal(self.data_key, json.dumps(value).encode(), self._bound(place))

    def open(self, place: str, sealed: bytes) -> dict[str, Any]:
        """Open JSON sealed for ``place``; raises VaultError for anything else."""
        opened: dict[str, Any] = json.loads(
            self.vault.open(self.data_key, sealed, self._bound(place))
        )
        return opened

    def seal_text(self, place: str, text: str | None) -> bytes | None:
        """Seal what a person wrote; None stays None."""
        return None if text is None else self.seal(place, {"text": text})

    def open_text(self, place: str, sealed: bytes | None) -> str | None:
        """Open what a person wrote; None stays None."""
        return None if sealed is None else str(self.open(place, sealed)["text"])

    def _bound(self, place: str) -> bytes:
        return f"{self.case_id}/{place}".encode()


def new_seal(vault: Vault, case_id: str) -> tuple[CaseSeal, WrappedKey]:
    """Make the data key of a new case; its wrapped form is to be kept with the case."""
    data_key, wrapped = vault.new_data_key(owner=case_id)
    return CaseSeal(vault, data_key, case_id), wrapped


def keep_key(session: Session, case_id: str, wrapped: WrappedKey) -> None:
    """Store the wrapped data key of a case that is stored already."""
    session.add(CaseKeyRow(case_id=case_id, key_id=wrapped.key_id, wrapped=wrapped.sealed))


def seal_with(vault: Vault, key: CaseKeyRow) -> CaseSeal:
    """Return the seal of a stored case; raises VaultError when its key was lost or altered."""
    data_key = vault.unwrap(WrappedKey(key.key_id, key.wrapped), owner=key.case_id)
    return CaseSeal(vault, data_key, key.case_id)
