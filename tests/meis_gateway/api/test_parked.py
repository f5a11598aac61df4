from collections.abc import Callable
from uuid import uuid4

from shared.database import Session
from shared.events.envelope import Envelope
from shared.events.passports import PassportPublished
from shared.identity.caller import Role
from shared.kafka.taking import Taking
from tests.builders.consuming import as_record
from tests.builders.database import committing
from tests.builders.gateway import PUBLISHED_AT, SERVICE_ID, grant, opened_world, passport
from tests.builders.identity import bearer


async def refuse(_session: Session, _event: Envelope) -> None:
    raise LookupError


async def test_a_passport_that_was_parked_can_be_asked_by_after_a_replay(
    database_url_of: Callable[[str], str],
) -> None:
    """The API handles what is parked as the worker would have."""
    event = PassportPublished(passport=passport())
    envelope = Envelope(
        id="published-1",
        source="catalog",
        type=event.type,
        topic=event.topic,
        key=SERVICE_ID,
        time=PUBLISHED_AT,
        recorded_at=PUBLISHED_AT,
        data=event.model_dump(mode="json"),
    )
    async with committing(database_url_of("meis-gateway")) as database:
        await Taking(database, "meis-gateway", refuse).take(as_record(envelope))
        async with opened_world(database) as world:
            before = await world.ask(grant())
            replayed = await world.client.post(
                f"/v1/parked/{SERVICE_ID}/replay",
                json={"reason": "the cause is mended"},
                headers={**await bearer(Role.ADMIN), "Idempotency-Key": str(uuid4())},
            )
            after = await world.ask(grant())

    assert replayed.status_code == 200, replayed.text
    assert (before.json()["answer"], after.json()["answer"]) == ("unknown", "yes")
