from collections.abc import Callable
from uuid import uuid4

from notifications.app import create_app
from notifications.settings import Settings
from shared.database import Database, Session
from shared.events.envelope import Envelope
from shared.identity.caller import Role
from shared.kafka.taking import Taking
from shared.vault import KeyRing
from tests.builders.consuming import as_record
from tests.builders.database import committing
from tests.builders.identity import ISSUER, api_client, bearer, verifier
from tests.builders.notifications import advanced, promised


async def refuse(_session: Session, _event: Envelope) -> None:
    raise LookupError


async def parked(database: Database, consumer: str, *events: Envelope) -> None:
    for event in events:
        await Taking(database, consumer, refuse).take(as_record(event))


async def test_a_promise_that_was_parked_is_kept_after_a_replay(
    database_url_of: Callable[[str], str],
) -> None:
    """The API handles what is parked as the worker would have."""
    settings = Settings.model_validate({"env": "test", "oidc_issuer": ISSUER})
    app = create_app(settings)
    app.state.verifier = verifier("notifications")
    async with committing(database_url_of("notifications")) as database:
        app.state.database = database
        promise = promised(recipients=KeyRing.parse(settings.recipient_keys.get_secret_value()))
        await parked(database, settings.service, advanced(), promise)
        async with api_client(app, await bearer(Role.ADMIN)) as client:
            answer = await client.post(
                "/v1/parked/case-1/replay",
                json={"reason": "the cause is mended"},
                headers={"Idempotency-Key": str(uuid4())},
            )
            deliveries = await client.get("/v1/deliveries", params={"case_id": "case-1"})

    assert (answer.status_code, answer.json()["replayed"][0]["replayed"]) == (200, 2)
    assert [each["request_id"] for each in deliveries.json()["items"]] == [promise.id]
