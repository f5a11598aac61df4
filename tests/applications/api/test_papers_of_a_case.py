"""Uploads are handed in once, belong to the case from then on, and are read by those it concerns."""

import asyncio
from hashlib import sha256
from typing import Any

from sqlalchemy import text
from sqlmodel import select

from applications.storage.tables.documents import DocumentReadRow, DocumentRow
from shared.identity.caller import Role
from tests.builders.applications import Caller, House
from tests.builders.kept import expect_refused_to_both
from tests.builders.submissions import OTHER_FIN, Json, by, self_service
from tests.builders.uploads import copies, files_of, pdf, upload, uploaded

CONTENT = pdf(b"the protocol of 5ZK1Q2W" * 10_000)


async def submitted(citizen: Caller, **uploads: str) -> Json:
    """Return a case she submitted with uploads."""
    answer = await citizen.submit(self_service(**copies(**uploads)))
    assert answer.status_code == 201, answer.text
    case: Json = answer.json()
    return case


async def papers_of(caller: Caller, case: Json) -> list[Json]:
    answer = await caller.get(f"/v1/cases/{case['case_id']}/documents")
    assert answer.status_code == 200, answer.text
    items: list[Json] = answer.json()["items"]
    return items


async def content_of(caller: Caller, case: Json, document_id: str) -> Any:
    return await caller.get(f"/v1/cases/{case['case_id']}/documents/{document_id}")


async def reads(house: House) -> list[str]:
    async with house.database.transaction() as session:
        query = select(DocumentReadRow).order_by(DocumentReadRow.id)  # type: ignore[arg-type] # a column once mapped
        return [row.reader for row in (await session.exec(query)).all()]


async def test_a_citizen_hands_in_an_upload_with_her_application(house: House) -> None:
    citizen = await house.citizen()
    document_id = await uploaded(citizen)

    case = await submitted(citizen, commission_protocol=document_id)

    protocol = by(case["requirements"], "code", "commission-protocol")
    assert (protocol["status"], protocol["form"]) == ("met-by-paper", "electronic-copy")
    assert protocol["document_id"] == document_id
    assert not protocol["wanted"]


async def test_papers_asked_for_are_handed_in_as_uploads_and_the_clock_runs_on(
    house: House,
) -> None:
    agent, citizen = await house.agent(), await house.citizen()
    case = await house.at_desk(agent)
    waiting = await agent.does(case, "request-documents", {})
    document_id = await uploaded(citizen)

    back = await citizen.does(
        await citizen.reads(waiting),
        "submit-documents",
        copies(commission_protocol=document_id),
    )

    assert back["state"] == "at-front-office"
    assert not back["clock_stopped"]
    history = (await citizen.get(f"/v1/cases/{case['case_id']}/history")).json()["items"]
    [handed_in] = by(history, "action", "submit-documents")["details"]["documents"]
    assert handed_in["document_id"] == document_id


async def test_an_upload_is_handed_in_once(house: House) -> None:
    citizen = await house.citizen()
    document_id = await uploaded(citizen)
    first = await submitted(citizen, commission_protocol=document_id)

    again = await citizen.submit(self_service(**copies(commission_protocol=document_id)))

    assert (again.status_code, again.json()["code"]) == (422, "upload-used-already")
    assert again.json()["errors"][0]["pointer"] == "/documents/0/document_id"
    assert [each["document_id"] for each in await papers_of(citizen, first)] == [document_id]


async def test_of_two_applications_at_once_with_one_upload_one_gets_it(busy_house: House) -> None:
    citizen = await busy_house.citizen()
    for _ in range(3):
        document_id = await uploaded(citizen)
        body = self_service(**copies(commission_protocol=document_id))

        answers = await asyncio.gather(*(citizen.submit(body) for _ in range(4)))

        codes = sorted(answer.status_code for answer in answers)
        assert codes == [201, 422, 422, 422]
        refused = {each.json()["code"] for each in answers if each.status_code == 422}
        assert refused == {"upload-used-already"}


async def test_somebody_elses_upload_is_none(house: House) -> None:
    citizen, other = await house.citizen(), await house.citizen(OTHER_FIN)
    document_id = await uploaded(other)

    answer = await citizen.submit(self_service(**copies(commission_protocol=document_id)))
    unknown = await citizen.submit(self_service(**copies(commission_protocol="nobody-s")))

    assert answer.status_code == 422
    assert answer.json()["code"] == "upload-not-found"
    assert answer.json()["errors"] == unknown.json()["errors"]
    body = copies(commission_protocol=document_id)
    own = await other.submit(self_service(OTHER_FIN, **body))
    assert own.status_code == 201, own.text


async def test_an_upload_is_over_after_its_time_by_the_databases_clock(house: House) -> None:
    citizen = await house.citizen()
    over, kept = await uploaded(citizen), await uploaded(citizen)
    async with house.database.transaction() as session:
        connection = await session.connection()
        statement = text("UPDATE documents SET expires_at = clock_timestamp() WHERE id = :id")
        await connection.execute(statement, {"id": over})
    house.clock.set((await house.clock.now()).replace(year=2027))

    late = await citizen.submit(self_service(**copies(commission_protocol=over)))
    assert late.status_code == 422
    assert late.json()["code"] == "upload-not-found"

    house.clock.set((await house.clock.now()).replace(year=2026))
    assert (await submitted(citizen, commission_protocol=kept))["case_id"]


async def test_what_is_refused_claims_nothing(house: House) -> None:
    citizen = await house.citizen()
    document_id = await uploaded(citizen)

    refused = await citizen.submit(
        self_service(channel="fax", **copies(commission_protocol=document_id))
    )

    assert refused.status_code == 422
    assert (await submitted(citizen, commission_protocol=document_id))["case_id"]


async def test_those_it_concerns_read_a_paper_and_each_reading_is_recorded(house: House) -> None:
    citizen, agent, officer = await house.citizen(), await house.agent(), await house.officer()
    document_id = await uploaded(citizen, CONTENT)
    case = await submitted(citizen, commission_protocol=document_id)
    await agent.does(case, "claim")
    await house.ask_registries()
    complete = await agent.does(await agent.reads(case), "confirm-completeness")
    await agent.does(complete, "forward", {"view": "for", "note": "Sənədlər tamdır."})

    for caller in (citizen, agent, officer):
        [paper] = await papers_of(caller, case)
        answer = await caller.get(paper["href"])
        assert answer.status_code == 200
        assert answer.content == CONTENT
        assert paper["sha256"] == sha256(CONTENT).hexdigest()

    assert paper["requirement"] == "commission-protocol"
    assert (paper["size"], paper["media_type"]) == (len(CONTENT), "application/pdf")
    assert [name.partition(":")[0] for name in await reads(house)] == [
        "citizen",
        "agent",
        "officer",
    ]


async def test_a_paper_is_saved_and_never_shown_or_cached_in_place(house: House) -> None:
    citizen = await house.citizen()
    document_id = (await upload(citizen, name='x"; filename=evil.html.pdf')).json()["document_id"]
    case = await submitted(citizen, commission_protocol=document_id)

    answer = await content_of(citizen, case, document_id)

    assert answer.headers["content-disposition"] == (
        f'attachment; filename="commission-protocol-{document_id[:8]}.pdf"'
    )
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["content-length"] == str(len(pdf()))


async def test_nobody_else_reads_a_paper_or_learns_that_there_is_one(house: House) -> None:
    citizen, stranger = await house.citizen(), await house.citizen(OTHER_FIN)
    elsewhere = await house.agent(person="nigar", centre="dost-2")
    case = await submitted(citizen, commission_protocol=await uploaded(citizen))
    await (await house.agent()).does(case, "claim")
    [paper] = await papers_of(citizen, case)

    for caller in (stranger, elsewhere, await house.caller(Role.KIOSK)):
        for path in (paper["href"], paper["href"].rpartition("/")[0]):
            answer = await caller.get(path)
            assert (answer.status_code, answer.json()["code"]) == (404, "case-not-found")
    assert await reads(house) == []


async def test_whoever_may_know_of_a_case_and_not_of_its_people_sees_that_there_is_a_paper(
    house: House,
) -> None:
    citizen, agent = await house.citizen(), await house.agent()
    auditor = await house.caller(Role.AUDITOR, person="auditor-1")
    document_id = await uploaded(citizen)
    case = await submitted(citizen, commission_protocol=document_id)

    for caller in (auditor, agent):
        [paper] = await papers_of(caller, case)
        assert (paper["sha256"], paper["href"]) == (None, None), "told where the paper is read"
        assert paper["document_id"] == document_id
        answer = await content_of(caller, case, document_id)
        assert (answer.status_code, answer.json()["code"]) == (404, "document-not-found")

    await agent.does(case, "claim")
    assert (await content_of(agent, case, document_id)).status_code == 200


async def test_a_paper_of_another_case_or_of_none_is_not_found(house: House) -> None:
    citizen = await house.citizen()
    waiting, used = await uploaded(citizen), await uploaded(citizen)
    first = await submitted(citizen, commission_protocol=used)
    second = await submitted(citizen)

    for case, document_id in ((second, used), (first, waiting), (first, "nobody-s")):
        answer = await content_of(citizen, case, document_id)
        assert (answer.status_code, answer.json()["code"]) == (404, "document-not-found")


async def test_papers_are_listed_page_by_page_in_the_order_they_came(house: House) -> None:
    citizen = await house.citizen()
    ids = [await uploaded(citizen) for _ in range(3)]
    case = await submitted(
        citizen, commission_protocol=ids[0], leave_order=ids[1], birth_certificate=ids[2]
    )
    path = f"/v1/cases/{case['case_id']}/documents"

    first = (await citizen.get(path, limit=2)).json()
    second = (await citizen.get(path, limit=2, cursor=first["next"])).json()

    found = [each["document_id"] for each in (*first["items"], *second["items"])]
    assert found == sorted(ids)
    assert (len(first["items"]), second["next"]) == (2, None)
    assert (await citizen.get(path, limits=2)).json()["code"] == "query-unknown"


async def test_a_paper_that_was_changed_on_the_disk_is_given_to_nobody(house: House) -> None:
    citizen = await house.citizen()
    document_id = await uploaded(citizen)
    case = await submitted(citizen, commission_protocol=document_id)
    [path] = files_of(house)
    sealed = path.read_bytes()
    path.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))

    answer = await content_of(citizen, case, document_id)

    assert answer.status_code == 500
    assert answer.json()["code"] == "unexpected"
    assert b"commission" not in answer.content


async def test_a_paper_that_is_lost_is_said_to_be_out_of_reach(house: House) -> None:
    citizen = await house.citizen()
    document_id = await uploaded(citizen)
    case = await submitted(citizen, commission_protocol=document_id)
    [path] = files_of(house)
    path.unlink()

    answer = await content_of(citizen, case, document_id)

    assert (answer.status_code, answer.json()["code"]) == (503, "documents-unavailable")


async def test_with_the_key_of_a_case_its_papers_are_erased(house: House) -> None:
    citizen = await house.citizen()
    await submitted(citizen, commission_protocol=await uploaded(citizen))

    async with house.database.transaction() as session:
        [row] = (await session.exec(select(DocumentRow))).all()

    assert (row.key_id, row.wrapped) == (None, None)
    assert row.sealed is not None
    assert b"sha256" not in row.sealed


async def test_who_has_read_a_paper_cannot_be_rewritten(house: House) -> None:
    citizen = await house.citizen()
    document_id = await uploaded(citizen)
    case = await submitted(citizen, commission_protocol=document_id)
    await content_of(citizen, case, document_id)

    for statement in ("UPDATE document_reads SET reader = 'x'", "DELETE FROM document_reads"):
        await expect_refused_to_both(house.database, statement, trigger="append-only")
    assert len(await reads(house)) == 1
