"""A paper under seal opens as the same paper, and as nothing else."""

from collections.abc import AsyncIterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.storage.sealed_files import CHUNK_BYTES, opened, sealed
from shared.vault import SEAL_BYTES, KeyRing, Vault, VaultError

VAULT = Vault(KeyRing({"k": b"k" * 32}, "k"))
KEY, _ = VAULT.new_data_key()
SEALED_CHUNK = CHUNK_BYTES + SEAL_BYTES


async def pieces(parts: Sequence[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def seal(content: bytes, document_id: str = "d-1") -> bytes:
    return b"".join([each async for each in sealed(VAULT, KEY, document_id, pieces([content]))])


async def open_(stored: bytes, document_id: str = "d-1", size: int = 10_000) -> bytes:
    parts = [stored[at : at + size] for at in range(0, len(stored), size)]
    return b"".join([each async for each in opened(VAULT, KEY, document_id, pieces(parts))])


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1])
async def test_a_paper_of_any_size_opens_as_it_was(size: int) -> None:
    content = b"x" * size
    stored = await seal(content)

    assert await open_(stored) == content
    assert len(stored) == size + SEAL_BYTES * max(1, -(-size // CHUNK_BYTES))


@given(st.lists(st.binary(max_size=CHUNK_BYTES), max_size=6), st.integers(1, 200_000))
async def test_it_does_not_matter_in_which_pieces_it_comes_and_is_read(
    parts: list[bytes], size: int
) -> None:
    stored = b"".join([each async for each in sealed(VAULT, KEY, "d-1", pieces(parts))])

    assert await open_(stored, size=size) == b"".join(parts)


async def test_what_is_stored_shows_nothing_of_the_paper() -> None:
    content = b"5ZK1Q2W" * 30_000

    assert b"5ZK1Q2W" not in await seal(content)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda stored: stored[:SEALED_CHUNK],
        lambda stored: stored[: 2 * SEALED_CHUNK],
        lambda stored: stored[SEALED_CHUNK:],
        lambda stored: stored[SEALED_CHUNK : 2 * SEALED_CHUNK] + stored[:SEALED_CHUNK],
        lambda stored: stored[:SEALED_CHUNK] + stored,
        lambda stored: stored[:-1],
        lambda stored: stored + b"x",
        lambda stored: bytes([stored[0]]) + bytes([stored[1] ^ 1]) + stored[2:],
        lambda _: b"",
    ],
    ids=[
        *("first-alone", "last-cut", "first-cut", "exchanged", "twice"),
        *("short", "long", "another-bit", "nothing"),
    ],
)
async def test_a_paper_that_was_cut_or_mixed_does_not_open(spoil: object) -> None:
    stored = await seal(b"x" * (2 * CHUNK_BYTES + 100))
    assert callable(spoil)

    with pytest.raises(VaultError):
        await open_(spoil(stored))


async def test_a_paper_in_the_place_of_another_does_not_open() -> None:
    stored = await seal(b"of the first")

    with pytest.raises(VaultError):
        await open_(stored, document_id="d-2")
