import asyncio
from collections.abc import Callable

from sqlalchemy import func
from sqlmodel import select

from applications.app import create_worker
from applications.settings import Settings
from applications.storage.tables.passports import PassportCopyRow
from shared.database import Database
from shared.events.envelope import Envelope
from shared.events.passports import PassportPublished
from tests.builders.applications import TUESDAY
from tests.builders.case_passports import childcare_data
from tests.builders.database import committing
from tests.builders.kafka import put
from tests.builders.waiting import eventually


async def copies(database: Database) -> int:
    async with database.transaction() as session:
        return int((await session.exec(select(func.count()).select_from(PassportCopyRow))).one())


async def test_the_worker_takes_a_published_passport_over_from_kafka(
    broker: str, database_url_of: Callable[[str], str]
) -> None:
    event = PassportPublished.model_validate({"passport": childcare_data()})
    envelope = Envelope(
        id="published-1",
        source="catalog",
        type=event.type,
        topic=event.topic,
        key="childcare-benefit",
        time=TUESDAY,
        recorded_at=TUESDAY,
        data=event.model_dump(mode="json"),
    )
    async with committing(database_url_of("applications")) as database:
        url = database.engine.url.set(drivername="postgresql")
        worker = create_worker(
            Settings.model_validate(
                {
                    "env": "test",
                    "kafka_bootstrap": broker,
                    "database_url": url.render_as_string(hide_password=False),
                }
            )
        )
        stop = asyncio.Event()
        consumer = asyncio.ensure_future(worker.parts[1](stop))
        await put(broker, envelope)
        await eventually(lambda: arrived(database), seconds=30)
        stop.set()
        await consumer
        for close in worker.closing:
            await close()

    assert consumer.done()


async def arrived(database: Database) -> bool:
    return await copies(database) == 1
