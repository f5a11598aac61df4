"""What a file is called, said to be and really is must be one thing."""

import pytest

from applications.domain.papers.file_types import (
    EXTENSIONS,
    TAIL_BYTES,
    agreed_type,
    ensure_begins,
    ensure_ends,
)
from shared.errors import DomainError, Kind
from tests.builders.uploads import JPEG, PDF_TYPE, PNG, TIFF, pdf

ARCHIVE_END = b"PK\x05\x06" + bytes(18)


def look(name: str, declared: str, content: bytes) -> None:
    """Look at a file as an upload does."""
    file_type = agreed_type(name, declared)
    ensure_begins(file_type, content)
    ensure_ends(len(content), content)


def refusal(name: str, declared: str, content: bytes) -> str:
    """Return the code by which a file is refused."""
    with pytest.raises(DomainError) as refused:
        look(name, declared, content)
    assert refused.value.kind is Kind.INVALID
    assert [each.pointer for each in refused.value.errors] == ["/file"]
    return refused.value.code


def is_taken(name: str, declared: str, content: bytes) -> bool:
    look(name, declared, content)
    return True


@pytest.mark.parametrize(
    ("name", "declared", "content"),
    [
        ("protokol.pdf", PDF_TYPE, pdf()),
        ("PROTOKOL.PDF", "Application/PDF; charset=binary", pdf()),
        ("şəkil.jpg", "image/jpeg", JPEG),
        ("photo.JPEG", "image/jpg", JPEG),
        ("skan.png", "image/png", PNG),
        ("skan.tif", "image/tiff", TIFF),
        ("skan.tiff", "image/tiff", b"MM\x00*" + TIFF),
        ("../../etc/passwd.pdf", PDF_TYPE, pdf()),
        ("C:\\sənədlər\\protokol.pdf", PDF_TYPE, pdf()),
    ],
)
def test_a_file_that_says_one_thing_is_taken(name: str, declared: str, content: bytes) -> None:
    assert is_taken(name, declared, content)


@pytest.mark.parametrize(
    "name", ["protokol", "protokol.exe", "protokol.pdf.exe", "a.docx", ".", ""]
)
def test_a_name_that_ends_otherwise_is_refused_with_the_endings_that_are_taken(name: str) -> None:
    with pytest.raises(DomainError) as refused:
        agreed_type(name, PDF_TYPE)

    assert refused.value.code == "file-type-not-taken"
    assert refused.value.members["listed"] == list(EXTENSIONS)
    assert "pdf, jpg, jpeg, png, tif, tiff" in refused.value.detail.en


@pytest.mark.parametrize(
    ("name", "declared", "content"),
    [
        ("protokol.pdf", "image/jpeg", pdf()),
        ("protokol.pdf", "application/octet-stream", pdf()),
        ("protokol.pdf", "", pdf()),
        ("protokol.pdf", PDF_TYPE, JPEG),
        ("skan.png", "image/png", JPEG),
        ("skan.jpg", "image/jpeg", b"MZ\x90\x00"),
        ("skan.jpg", "image/jpeg", b"\xff"),
        ("skan.pdf", PDF_TYPE, b"\n" + pdf()),
    ],
)
def test_name_type_and_content_that_disagree_are_refused(
    name: str, declared: str, content: bytes
) -> None:
    assert refusal(name, declared, content) == "file-type-disagrees"


@pytest.mark.parametrize(
    ("name", "declared", "content"),
    [
        ("skan.jpg", "image/jpeg", JPEG + pdf()),
        ("skan.png", "image/png", PNG + b"<SCRIPT>alert(1)</SCRIPT>"),
        ("skan.pdf", PDF_TYPE, pdf(b"<html><body>")),
        ("skan.jpg", "image/jpeg", JPEG + b"x" * 5000 + ARCHIVE_END),
        ("skan.pdf", PDF_TYPE, pdf() + ARCHIVE_END + b"c" * 65535),
    ],
)
def test_a_file_that_is_also_another_kind_of_file_is_refused(
    name: str, declared: str, content: bytes
) -> None:
    assert refusal(name, declared, content) == "file-is-two-things"


def test_what_only_looks_like_the_end_of_an_archive_deep_inside_a_picture_is_taken() -> None:
    assert is_taken("skan.jpg", "image/jpeg", JPEG + ARCHIVE_END + b"x" * TAIL_BYTES)


def test_a_program_that_is_called_a_paper_is_refused() -> None:
    assert refusal("protokol.pdf", PDF_TYPE, b"MZ\x90\x00" + b"x" * 2000) == "file-type-disagrees"


def test_an_empty_file_is_refused() -> None:
    assert refusal("protokol.pdf", PDF_TYPE, b"") == "file-empty"
