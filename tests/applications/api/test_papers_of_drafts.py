"""Papers put into a draft come with it, whoever ends it; without an end they go as it goes."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from applications.jobs.expired_drafts import forget_expired as forget_drafts
from applications.use_cases.forget_uploads import forget_expired as forget_uploads
from tests.builders.applications import Caller, House
from tests.builders.callers import WHOLE, begun, change, discard, end, find, operator
from tests.builders.submissions import Json, by, self_service
from tests.builders.uploads import assert_nothing_kept, copies, upload, uploaded, uploads_of


async def with_paper(house: House) -> tuple[Caller, Json]:
    """Return a draft into which its person has put a paper of hers, and the person."""
    aysel = await house.citizen()
    draft = await begun(await operator(house), **WHOLE)
    paper = copies(commission_protocol=await uploaded(aysel))
    changed = await change(aysel, draft, **paper)
    assert changed.status_code == 200, changed.text
    return aysel, changed.json()


async def at_the_desk(house: House, agent: Caller, draft: Json) -> dict[str, Any]:
    """Return how the agent ends it with the person in front of them."""
    await find(agent, draft["draft_number"])
    evidence = {"centre": "dost-1", "ticket_id": await house.ticket(agent)}
    return {"channel": "in-person", "evidence": evidence}


async def test_the_agent_ends_the_draft_with_the_paper_its_person_put_into_it(
    house: House,
) -> None:
    agent = await house.agent()
    _, draft = await with_paper(house)

    ended = await end(agent, draft, await at_the_desk(house, agent, draft))

    assert ended.status_code == 201, ended.text
    met = by(ended.json()["requirements"], "code", "commission-protocol")
    assert met["status"] == "met-by-paper"
    [row] = await uploads_of(house)
    assert (row.state, row.case_id, row.draft_id, row.expires_at) == (
        "claimed",
        ended.json()["case_id"],
        None,
        None,
    )


async def test_a_paper_waits_as_long_as_its_draft(house: House) -> None:
    _, draft = await with_paper(house)

    [row] = await uploads_of(house)

    assert row.expires_at is not None
    assert row.expires_at == datetime.fromisoformat(draft["expires_at"])
    assert row.expires_at > datetime.now(UTC) + timedelta(days=29)


async def test_nobody_puts_somebody_elses_paper_into_a_draft(house: House) -> None:
    agent, aysel = await house.agent(), await house.citizen()
    stolen = copies(commission_protocol=await uploaded(await house.citizen("6AB2C3D")))
    draft = (await change(aysel, await begun(await operator(house), **WHOLE), **stolen)).json()

    ended = await end(agent, draft, await at_the_desk(house, agent, draft))

    assert ended.status_code == 422
    assert ended.json()["code"] == "upload-not-found"
    [row] = await uploads_of(house)
    assert (row.state, row.draft_id) == ("kept", None)


async def test_a_paper_of_one_draft_does_not_come_with_another(house: House) -> None:
    agent = await house.agent()
    _, first = await with_paper(house)
    other = await begun(await operator(house), **{**WHOLE, **first["submission"]})

    ended = await end(agent, other, await at_the_desk(house, agent, other))

    assert (ended.status_code, ended.json()["code"]) == (422, "upload-not-found")


async def test_a_paper_taken_out_again_is_its_senders_as_before(house: House) -> None:
    aysel, draft = await with_paper(house)
    [paper] = draft["submission"]["documents"]

    await change(aysel, draft, documents=None)
    [row] = await uploads_of(house)
    answer = await aysel.submit(self_service(documents=[paper]))

    assert row.draft_id is None
    assert row.expires_at == row.created_at + timedelta(hours=24)
    assert answer.status_code == 201, answer.text


async def test_papers_of_drafts_are_not_counted_against_their_sender(house: House) -> None:
    aysel, _ = await with_paper(house)
    async with house.database.transaction() as session:
        connection = await session.connection()
        await connection.execute(text(_NINETY_NINE_MORE))

    assert (await upload(aysel)).status_code == 201


async def test_with_a_discarded_draft_its_papers_go(house: House) -> None:
    aysel, draft = await with_paper(house)

    await discard(aysel, draft)
    await forget_uploads(house.database, house.app.state.papers)

    await assert_nothing_kept(house)


async def test_with_a_draft_that_ran_out_its_papers_go(house: House) -> None:
    await with_paper(house)
    async with house.database.transaction() as session:
        connection = await session.connection()
        await connection.execute(text("UPDATE drafts SET expires_at = clock_timestamp()"))
        await connection.execute(text("UPDATE documents SET expires_at = clock_timestamp()"))

    await forget_drafts(house.database)
    await forget_uploads(house.database, house.app.state.papers)

    await assert_nothing_kept(house)


async def test_what_the_ending_leaves_out_goes_too(house: House) -> None:
    aysel, draft = await with_paper(house)
    fresh = copies(commission_protocol=await uploaded(aysel))

    ended = await end(aysel, draft, {"channel": "self-service", **fresh})
    await forget_uploads(house.database, house.app.state.papers)

    assert ended.status_code == 201, ended.text
    [row] = await uploads_of(house)
    assert (row.id, row.state) == (fresh["documents"][0]["document_id"], "claimed")


_NINETY_NINE_MORE = """
    INSERT INTO documents (id, state, issuer, client, subject, created_at, expires_at)
    SELECT 'd-' || n, 'kept', issuer, client, subject, created_at,
           clock_timestamp() + interval '1 hour'
    FROM documents, generate_series(1, 99) AS n
"""
