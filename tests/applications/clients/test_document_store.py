"""A document is in its folder as a whole, or not at all."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from applications.clients.document_store import FolderDocuments
from applications.domain.papers.upload_faults import DocumentsUnavailable

ID = "0f6c2f1e-6a55-4a38-9d39-2f6a5f3a7c11"


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def broken(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part
    raise LookupError


async def whole(store: FolderDocuments, document_id: str = ID) -> bytes:
    return b"".join([piece async for piece in store.read(document_id)])


def files(folder: Path) -> Sequence[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_a_place_that_keeps_papers_says_so_and_is_left_as_it_was(tmp_path: Path) -> None:
    await FolderDocuments(tmp_path / "documents").ping()
    (tmp_path / "taken").write_text("no folder", encoding="utf-8")

    with pytest.raises(DocumentsUnavailable):
        await FolderDocuments(tmp_path / "taken").ping()
    assert files(tmp_path / "documents") == []


async def test_what_was_written_is_read_and_nobody_else_on_the_machine_may(tmp_path: Path) -> None:
    store = FolderDocuments(tmp_path / "documents")

    await store.write(ID, pieces(b"first ", b"x" * 200_000))

    assert await whole(store) == b"first " + b"x" * 200_000
    [file] = files(tmp_path)
    assert file.name == ID
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


async def test_a_write_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    store = FolderDocuments(tmp_path)

    with pytest.raises(LookupError):
        await store.write(ID, broken(b"x" * 200_000))

    assert files(tmp_path) == []


async def test_a_document_is_not_there_before_all_of_it_is(tmp_path: Path) -> None:
    store = FolderDocuments(tmp_path)
    names: list[str] = []

    async def looking() -> AsyncIterator[bytes]:
        yield b"half"
        names.extend(path.name for path in files(tmp_path))
        yield b" and half"

    await store.write(ID, looking())

    assert names == [f"{ID}.part"]
    assert [path.name for path in files(tmp_path)] == [ID]


async def test_removing_takes_what_a_dead_writer_left_as_well_and_may_be_repeated(
    tmp_path: Path,
) -> None:
    store = FolderDocuments(tmp_path)
    await store.write(ID, pieces(b"all"))
    [file] = files(tmp_path)
    file.with_suffix(".part").write_bytes(b"ha")

    await store.remove(ID)
    await store.remove(ID)

    assert files(tmp_path) == []


async def test_a_document_that_is_not_there_is_no_empty_one(tmp_path: Path) -> None:
    with pytest.raises(DocumentsUnavailable):
        await whole(FolderDocuments(tmp_path))


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "", ".", f"{ID}/..", ID.upper()])
async def test_a_name_that_is_no_id_leads_nowhere(tmp_path: Path, name: str) -> None:
    store = FolderDocuments(tmp_path / "documents")

    with pytest.raises(DocumentsUnavailable):
        await store.write(name, pieces(b"x"))
    with pytest.raises(DocumentsUnavailable):
        await whole(store, name)

    assert files(tmp_path) == []


async def test_a_disk_that_refuses_is_said_in_our_words(tmp_path: Path) -> None:
    (tmp_path / "documents").write_text("a file where the folder should be")

    with pytest.raises(DocumentsUnavailable):
        await FolderDocuments(tmp_path / "documents").write(ID, pieces(b"x"))
