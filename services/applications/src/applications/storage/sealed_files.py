"""A paper's bytes under seal, piece by piece: no file is ever whole in memory or open on a disk.

Each chunk is a sealed value of its own. What it is bound to says its number and whether it is the
last: chunks that were left out, cut off, exchanged or taken from another paper do not open.
"""

from collections.abc import AsyncIterator

from shared.vault import SEAL_BYTES, DataKey, Vault

CHUNK_BYTES = 64 * 1024


async def sealed(
    vault: Vault, key: DataKey, document_id: str, pieces: AsyncIterator[bytes]
) -> AsyncIterator[bytes]:
    """Seal a paper while it comes; there is always a last chunk, if need be an empty one."""
    held, number = bytearray(), 0
    async for piece in pieces:
        held += piece
        while len(held) > CHUNK_BYTES:
            place = _place(document_id, number, last=False)
            yield vault.seal(key, bytes(held[:CHUNK_BYTES]), place)
            del held[:CHUNK_BYTES]
            number += 1
    yield vault.seal(key, bytes(held), _place(document_id, number, last=True))


async def opened(
    vault: Vault, key: DataKey, document_id: str, pieces: AsyncIterator[bytes]
) -> AsyncIterator[bytes]:
    """Open a sealed paper while it is read; raises VaultError at the first chunk that does not fit."""
    held, number, size = bytearray(), 0, CHUNK_BYTES + SEAL_BYTES
    async for piece in pieces:
        held += piece
        while len(held) > size:
            yield vault.open(key, bytes(held[:size]), _place(document_id, number, last=False))
            del held[:size]
            number += 1
    yield vault.open(key, bytes(held), _place(document_id, number, last=True))


def _place(document_id: str, number: int, *, last: bool) -> bytes:
    return f"documents/{document_id}/{number}/{'last' if last else 'more'}".encode()
