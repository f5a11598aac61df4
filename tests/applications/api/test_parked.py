from shared.database import Session
from shared.events.envelope import Envelope
from shared.events.passports import PassportPublished
from shared.identity.caller import Role
from shared.kafka.taking import Taking
from tests.builders.applications import TUESDAY, House
from tests.builders.case_passports import childcare_data
from tests.builders.consuming import as_record
from tests.builders.submissions import in_person


async def refuse(_session: Session, _event: Envelope) -> None:
    raise LookupError


async def test_a_passport_that_was_parked_is_in_force_after_a_replay(busy_house: House) -> None:
    """The API handles what is parked as the worker would have."""
    data = {**childcare_data(), "service_id": "another-benefit"}
    event = PassportPublished.model_validate({"passport": data})
    envelope = Envelope(
        id="published-1",
        source="catalog",
        type=event.type,
        topic=event.topic,
        key="another-benefit",
        time=TUESDAY,
        recorded_at=TUESDAY,
        data=event.model_dump(mode="json"),
    )
    await Taking(busy_house.database, "applications", refuse).take(as_record(envelope))
    agent = await busy_house.agent()
    submission = in_person(await busy_house.ticket(agent), service_id="another-benefit")
    admin = await busy_house.caller(Role.ADMIN, person="kamran")

    before = await agent.submit(submission)
    answer = await admin.create("/v1/parked/another-benefit/replay", {"reason": "it is mended"})
    after = await agent.submit(submission)

    assert (before.status_code, answer.status_code, after.status_code) == (422, 200, 201)
    assert (await admin.get("/v1/parked")).json()["items"] == []
