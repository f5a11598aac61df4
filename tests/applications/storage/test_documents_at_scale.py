"""Papers are found by an index, and listed by as many statements, however many there are."""

from sqlalchemy import event, text

from applications.jobs.expired_uploads import ExpiredUploads
from tests.builders.applications import Caller, House
from tests.builders.database import analyse
from tests.builders.submissions import Json, self_service
from tests.builders.uploads import copies, uploaded

OF_OTHERS = (
    text("""
INSERT INTO documents (id, state, issuer, client, subject, created_at, media_type, size, case_id,
    requirement, form, claimed_at, claimed_by, sealed)
SELECT 'claimed-' || n, 'claimed', 'i', 'c', 's', now(), 'application/pdf', 1, :case_id,
    'protocol', 'electronic-copy', now() - n * interval '1 minute', 'citizen:s', ''
FROM generate_series(1, 20000) n
"""),
    text("""
INSERT INTO documents (id, state, issuer, client, subject, created_at, expires_at)
SELECT 'kept-' || n, 'kept', 'i', 'c', 's-' || n, now(), now() + interval '1 day'
FROM generate_series(1, 20000) n
"""),
)
SCANS = text("SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'documents'")


async def case_with(citizen: Caller, *uploads: str) -> Json:
    codes = ("commission_protocol", "leave_order", "birth_certificate")
    named = dict(zip(codes, uploads, strict=False))
    answer = await citizen.submit(self_service(**copies(**named)))
    assert answer.status_code == 201, answer.text
    case: Json = answer.json()
    return case


async def full_scans(house: House) -> int:
    """Count the full scans of the table in the outer transaction of this test."""
    async with house.database.transaction() as session:
        found = await (await session.connection()).execute(SCANS)
        return int(found.scalar_one())


async def statements_of_a_list(house: House, citizen: Caller, case: Json) -> list[str]:
    seen: list[str] = []

    def note(*said: object) -> None:
        seen.append(str(said[2]))

    engine = house.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        answer = await citizen.get(f"/v1/cases/{case['case_id']}/documents", limit=2)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert answer.status_code == 200
    return [statement for statement in seen if not statement.startswith(("SAVEPOINT", "RELEASE"))]


async def test_uploads_are_taken_claimed_listed_and_forgotten_without_reading_the_others(
    house: House,
) -> None:
    citizen = await house.citizen()
    other = await case_with(citizen)
    async with house.database.transaction() as session:
        connection = await session.connection()
        await connection.execute(OF_OTHERS[0], {"case_id": other["case_id"]})
        await connection.execute(OF_OTHERS[1])
        await analyse(connection)
    before = await full_scans(house)

    ids = [await uploaded(citizen) for _ in range(3)]
    case = await case_with(citizen, *ids)
    path = f"/v1/cases/{case['case_id']}/documents"
    page = (await citizen.get(path, limit=2)).json()
    rest = (await citizen.get(path, limit=2, cursor=page["next"])).json()
    content = await citizen.get(rest["items"][0]["href"])
    await ExpiredUploads(house.database, house.app.state.papers).forget_due()

    assert (len(page["items"]), len(rest["items"]), content.status_code) == (2, 1, 200)
    assert await full_scans(house) == before
    async with house.database.transaction() as session:
        await (await session.connection()).execute(text("SELECT count(size) FROM documents"))
    assert await full_scans(house) > before, "a full scan would have been seen"


async def test_a_list_of_papers_takes_as_many_statements_whatever_is_in_it(house: House) -> None:
    citizen = await house.citizen()
    empty = await case_with(citizen)
    full = await case_with(citizen, *[await uploaded(citizen) for _ in range(3)])

    statements = await statements_of_a_list(house, citizen, full)

    assert len(statements) == len(await statements_of_a_list(house, citizen, empty))
    assert len(statements) <= 8, statements
