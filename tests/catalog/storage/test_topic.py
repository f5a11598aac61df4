from collections.abc import Callable
from datetime import timedelta

from catalog.use_cases.publish_reviewed import publish_reviewed
from shared.events.passports import PassportPublished
from shared.kafka.producer import EventProducer
from shared.relay import Relay
from tests.builders.catalog import CHILDCARE, LISTS, NOW, reviewed
from tests.builders.database import committing
from tests.builders.kafka import read_topic

SERVICE = "topic-test-benefit"


async def test_a_published_passport_reaches_the_other_services_whole(
    database_url_of: Callable[[str], str], broker: str
) -> None:
    async with committing(database_url_of("catalog")) as database:
        versions = []
        for day, remarks in enumerate([(), reviewed(CHILDCARE).edit.remarks]):
            pair = reviewed(CHILDCARE, service_id=SERVICE, remarks=remarks)
            async with database.transaction() as session:
                versions.append(
                    await publish_reviewed(
                        session, pair, lists=LISTS, now=NOW + timedelta(days=day)
                    )
                )
        producer = EventProducer(broker, client_id="test-relay")
        try:
            await Relay(database, producer, owner="test").publish_due()
        finally:
            await producer.close()

    events = [
        event for event in await read_topic(broker, PassportPublished.topic) if event.key == SERVICE
    ]
    assert [event.source for event in events] == ["catalog", "catalog"]
    assert [event.time for event in events] == [NOW, NOW + timedelta(days=1)]
    assert [PassportPublished.model_validate(event.data).passport for event in events] == versions
