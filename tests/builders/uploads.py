"""Pictures of papers, and how they are sent."""

from pathlib import Path
from uuid import uuid4

import httpx2 as httpx
from sqlmodel import select

from applications.storage.tables.documents import DocumentRow
from tests.builders.applications import Caller, House
from tests.builders.submissions import Json

PDF_TYPE = "application/pdf"


def pdf(content: bytes = b"a protocol of the commission") -> bytes:
    """Return something a reader takes for a PDF document."""
    return b"%PDF-1.7\n" + content + b"\n%%EOF\n"


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"picture" * 20 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"picture" * 20
TIFF = b"II*\x00\x08\x00\x00\x00" + b"picture" * 20


async def upload(
    caller: Caller,
    content: bytes | None = None,
    name: str = "protokol.pdf",
    media_type: str = PDF_TYPE,
    key: str | None = None,
) -> httpx.Response:
    """Send a file as a browser does."""
    file = (name, pdf() if content is None else content, media_type)
    headers = {**caller.headers, "Idempotency-Key": key or str(uuid4())}
    return await caller.client.post("/v1/uploads", files={"file": file}, headers=headers)


async def uploaded(caller: Caller, content: bytes | None = None) -> str:
    """Send a file that must be taken, and return its id."""
    answer = await upload(caller, content)
    assert answer.status_code == 201, answer.text
    document_id: str = answer.json()["document_id"]
    return document_id


def copies(form: str = "electronic-copy", **uploads: str) -> Json:
    """Return uploads as papers for requirements: ``commission_protocol=document_id``."""
    return {
        "documents": [
            {"requirement": name.replace("_", "-"), "form": form, "document_id": document_id}
            for name, document_id in uploads.items()
        ]
    }


def files_of(house: House) -> list[Path]:
    """Return every file under the folder of papers, whole or not."""
    return [path for path in house.folder.rglob("*") if path.is_file()]


async def uploads_of(house: House) -> list[DocumentRow]:
    """Return every upload and paper the database knows of."""
    async with house.database.transaction() as session:
        return list((await session.exec(select(DocumentRow))).all())


async def assert_nothing_kept(house: House) -> None:
    """Check that neither the database nor the folder has anything of an upload."""
    assert await uploads_of(house) == [], "the database still knows of an upload"
    assert files_of(house) == [], "the folder still holds a file"
