"""What nobody hands in is forgotten, file and row, whoever dies in between."""

import asyncio
from datetime import timedelta

from sqlalchemy import text
from sqlmodel import select

from applications.jobs.expired_uploads import ExpiredUploads
from applications.storage import documents
from applications.storage.tables.documents import DocumentRow
from applications.use_cases.take_upload import announce_upload
from shared.identity.caller import Caller, Role
from tests.builders.applications import House
from tests.builders.submissions import self_service
from tests.builders.uploads import copies, files_of, uploaded


def job(house: House) -> ExpiredUploads:
    return ExpiredUploads(house.database, house.app.state.papers)


async def time_passes(house: House, *document_ids: str) -> None:
    """Let the time of uploads be over."""
    async with house.database.transaction() as session:
        connection = await session.connection()
        statement = text(
            "UPDATE documents SET expires_at = clock_timestamp() - interval '1 second'"
            " WHERE expires_at IS NOT NULL AND id = ANY(:ids)"
        )
        await connection.execute(statement, {"ids": list(document_ids)})


async def states(house: House) -> dict[str, str]:
    async with house.database.transaction() as session:
        return {row.id: row.state for row in (await session.exec(select(DocumentRow))).all()}


async def test_an_upload_that_nobody_handed_in_goes_with_its_file(house: House) -> None:
    citizen = await house.citizen()
    over, waits = await uploaded(citizen), await uploaded(citizen)
    await time_passes(house, over)

    assert await job(house).forget_due() == 1
    assert await job(house).forget_due() == 0

    assert await states(house) == {waits: "kept"}
    assert [path.name for path in files_of(house)] == [waits], (
        "the file of a forgotten upload stayed"
    )


async def test_what_belongs_to_a_case_stays_for_good(house: House) -> None:
    citizen = await house.citizen()
    document_id = await uploaded(citizen)
    answer = await citizen.submit(self_service(**copies(commission_protocol=document_id)))
    await time_passes(house, document_id)

    assert await job(house).forget_due() == 0

    path = f"/v1/cases/{answer.json()['case_id']}/documents/{document_id}"
    assert (await citizen.get(path)).status_code == 200


async def test_bytes_whose_upload_died_before_it_was_kept_are_found_by_its_row(
    house: House,
) -> None:
    """The process is killed after the bytes are in place and before the row says so."""
    somebody = Caller("issuer", "s-1", "client", Role.AGENT)
    async with house.database.transaction() as session:
        document_id = await announce_upload(session, somebody)
    folder = house.folder / document_id[:2]
    folder.mkdir()
    (folder / document_id).write_bytes(b"all of it")
    (folder / f"{document_id}.part").write_bytes(b"half of it")
    assert await job(house).forget_due() == 0, "it may still be arriving"
    await time_passes(house, document_id)

    assert await job(house).forget_due() == 1

    assert files_of(house) == []
    assert await states(house) == {}


async def test_a_worker_that_died_while_it_let_go_leaves_the_rest_to_the_next(
    house: House,
) -> None:
    """Killed after it said so and before, or after, it removed the bytes."""
    citizen = await house.citizen()
    first, second = await uploaded(citizen), await uploaded(citizen)
    await time_passes(house, first, second)
    async with house.database.transaction() as session:
        given_up = await documents.give_up_expired(session, at_most=9, lease=timedelta())
    await house.app.state.papers.store.remove(first)

    refused = await citizen.submit(self_service(**copies(commission_protocol=second)))
    assert await job(house).forget_due() == 2

    assert sorted(given_up) == sorted([first, second])
    assert refused.json()["code"] == "upload-not-found"
    assert files_of(house) == []
    assert await states(house) == {}


async def test_workers_share_the_work_and_a_claim_at_the_last_moment_is_safe(
    busy_house: House,
) -> None:
    citizen = await busy_house.citizen()
    ids = [await uploaded(citizen) for _ in range(8)]
    body = self_service(**copies(commission_protocol=ids[0]))

    submitting = asyncio.ensure_future(citizen.submit(body))
    await time_passes(busy_house, *ids)
    await asyncio.gather(*(job(busy_house).forget_due() for _ in range(3)))
    answer = await submitting
    await job(busy_house).forget_due()

    claimed = answer.status_code == 201
    assert await states(busy_house) == ({ids[0]: "claimed"} if claimed else {})
    assert [path.name for path in files_of(busy_house)] == ([ids[0]] if claimed else [])
