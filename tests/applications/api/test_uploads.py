"""A file is sent first; it is kept whole, sealed and for its sender, or not at all."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func
from sqlmodel import select

from applications.clients.scanner import EICAR, Clamd
from applications.storage.tables.documents import DocumentRow
from local_stack.ports import free_port
from shared.identity.caller import Role
from tests.builders.applications import House
from tests.builders.clamd import clamd
from tests.builders.uploads import (
    JPEG,
    PNG,
    assert_nothing_kept,
    files_of,
    pdf,
    upload,
    uploaded,
    uploads_of,
)

LIMIT = 20 * 1024 * 1024


def scans_with(house: House, scanner: Any) -> None:
    house.app.state.papers = replace(house.app.state.papers, scanner=scanner)


async def test_a_file_is_taken_and_waits_for_its_sender_for_24_hours(house: House) -> None:
    citizen = await house.citizen()

    answer = await upload(citizen, pdf())

    assert answer.status_code == 201, answer.text
    taken = answer.json()
    assert (taken["media_type"], taken["size"]) == ("application/pdf", len(pdf()))
    [row] = await uploads_of(house)
    assert (row.id, row.state) == (taken["document_id"], "kept")
    assert row.expires_at is not None
    assert 23.9 < (row.expires_at - row.created_at).total_seconds() / 3600 < 24.1
    assert [path.name for path in files_of(house)] == [taken["document_id"]]


async def test_neither_disk_nor_database_shows_what_a_file_says_or_what_it_was_called(
    house: House,
) -> None:
    content = pdf(b"5ZK1Q2W Aysel" * 20_000)
    answer = await upload(await house.citizen(), content, name="Aysel 5ZK1Q2W.pdf")

    assert answer.status_code == 201
    [path] = files_of(house)
    assert b"5ZK1Q2W" not in path.read_bytes()
    [row] = await uploads_of(house)
    assert "5ZK1Q2W" not in repr(row)
    assert len(content) < path.stat().st_size < len(content) + 29 * (len(content) // 60_000 + 1)


@pytest.mark.parametrize("role", [Role.AGENT, Role.OPERATOR, Role.PARTNER])
async def test_whoever_may_submit_may_upload(house: House, role: Role) -> None:
    assert (await upload(await house.caller(role))).status_code == 201


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AUDITOR, Role.KIOSK, Role.ADMIN])
async def test_nobody_else_uploads_anything(house: House, role: Role) -> None:
    answer = await upload(await house.caller(role))

    assert (answer.status_code, answer.json()["code"]) == (403, "role-not-allowed")
    await assert_nothing_kept(house)


@pytest.mark.parametrize(
    ("content", "name", "media_type", "code"),
    [
        (b"", "protokol.pdf", "application/pdf", "file-empty"),
        (pdf(), "protokol.exe", "application/pdf", "file-type-not-taken"),
        (pdf(), "protokol.jpg", "image/jpeg", "file-type-disagrees"),
        (pdf(), "protokol.pdf", "image/jpeg", "file-type-disagrees"),
        (JPEG + b"x" * 5000, "skan.pdf", "application/pdf", "file-type-disagrees"),
        (PNG + b"<svg onload=alert(1)>", "skan.png", "image/png", "file-is-two-things"),
        (pdf() + b"PK\x05\x06" + bytes(18), "skan.pdf", "application/pdf", "file-is-two-things"),
    ],
)
async def test_what_is_no_clean_picture_of_a_paper_is_refused_and_not_kept(
    house: House, content: bytes, name: str, media_type: str, code: str
) -> None:
    answer = await upload(await house.citizen(), content, name, media_type)

    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert answer.json()["errors"][0]["pointer"] == "/file"
    await assert_nothing_kept(house)


async def test_the_file_every_scanner_knows_is_refused_and_not_kept(house: House) -> None:
    answer = await upload(await house.citizen(), pdf(b"x" * 100_000 + EICAR))

    assert answer.status_code == 422
    assert answer.json()["code"] == "file-infected"
    await assert_nothing_kept(house)


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/cron.d/skan.pdf",
        "/etc/skan.pdf",
        "C:\\skan.pdf",
        "a\nb.pdf",
        "ə" * 500 + ".pdf",
    ],
)
async def test_a_name_that_is_a_path_leads_nowhere(house: House, name: str) -> None:
    answer = await upload(await house.citizen(), name=name)

    assert answer.status_code in (201, 400, 422)
    assert "skan" not in answer.text
    outside = [
        path
        for path in files_of(house)
        if "skan" in path.name or path.parent.parent != house.folder
    ]
    assert outside == []


@pytest.mark.parametrize(
    ("files", "data"),
    [
        ({"document": ("a.pdf", pdf(), "application/pdf")}, {}),
        ({"file": (None, pdf(), "application/pdf")}, {}),
        ({"file": ("a.pdf", pdf(), "application/pdf")}, {"note": "5ZK1Q2W"}),
        (
            [
                ("file", ("a.pdf", pdf(), "application/pdf")),
                ("file", ("b.pdf", pdf(), "application/pdf")),
            ],
            {},
        ),
    ],
    ids=["another name", "no file name", "a field besides", "two files"],
)
async def test_one_part_named_file_and_nothing_else(house: House, files: Any, data: Any) -> None:
    citizen = await house.citizen()
    headers = {**citizen.headers, "Idempotency-Key": str(uuid4())}

    answer = await house.client.post("/v1/uploads", files=files, data=data, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (422, "file-missing"), answer.text
    assert "5ZK1Q2W" not in answer.text
    await assert_nothing_kept(house)


async def test_without_a_scanner_nothing_is_taken(house: House) -> None:
    scans_with(house, Clamd("127.0.0.1", free_port(), 1))

    answer = await upload(await house.citizen())

    assert (answer.status_code, answer.json()["code"]) == (503, "scanner-unavailable")
    assert answer.headers["retry-after"]
    await assert_nothing_kept(house)


async def test_what_is_scanned_is_the_whole_file_as_it_was_sent(house: House) -> None:
    content = pdf(b"x" * 500_000)
    async with clamd() as daemon:
        scans_with(house, Clamd("127.0.0.1", daemon.port, 5))
        answer = await upload(await house.citizen(), content)

    assert answer.status_code == 201
    assert daemon.files == [content]


async def test_a_retry_with_the_same_key_gives_the_same_upload_and_keeps_one_file(
    house: House,
) -> None:
    citizen, key = await house.citizen(), str(uuid4())

    first = await upload(citizen, key=key)
    again = await upload(citizen, key=key)
    receipt = await citizen.get(f"/v1/receipts/{key}")

    assert again.status_code == 201
    assert again.content == first.content == receipt.content
    assert again.headers["idempotency-replayed"] == "true"
    assert [row.state for row in await uploads_of(house)] == ["kept"]
    assert len(files_of(house)) == 1


async def test_a_key_is_not_used_for_another_file(house: House) -> None:
    citizen, key = await house.citizen(), str(uuid4())
    await uploaded(citizen)
    await upload(citizen, key=key)

    other = await upload(citizen, pdf(b"another paper"), key=key)

    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    assert len(files_of(house)) == 2


async def test_a_key_is_needed(house: House) -> None:
    citizen = await house.citizen()
    file = ("a.pdf", pdf(), "application/pdf")

    answer = await house.client.post("/v1/uploads", files={"file": file}, headers=citizen.headers)

    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency-key-missing")
    await assert_nothing_kept(house)


async def test_one_caller_does_not_fill_the_disk_with_what_they_never_hand_in(
    house: House,
) -> None:
    citizen, other = await house.citizen(), await house.citizen("6AB2C3D")
    document_id = await uploaded(citizen)
    async with house.database.transaction() as session:
        [row] = (await session.exec(select(DocumentRow))).all()
        for _ in range(99):
            session.add(DocumentRow(**{**row.model_dump(), "id": str(uuid4())}))

    refused = await upload(citizen)

    assert (refused.status_code, refused.json()["code"]) == (409, "too-many-uploads")
    assert (await upload(other)).status_code == 201
    assert document_id in [path.name for path in files_of(house)]
    async with house.database.transaction() as session:
        query = select(func.count()).select_from(DocumentRow)
        assert (await session.exec(query)).one() == 101
