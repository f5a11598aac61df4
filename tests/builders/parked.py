"""An administrator before a service that has a consumer and its parked events."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx2 as httpx

from shared import parked_routes
from shared.database import Database
from shared.idempotency import Idempotency
from shared.identity.caller import Role
from shared.kafka.taking import Taking
from shared.parked_routes import Replays
from shared.vault import KeyRing
from tests.builders.consuming import Effects, as_record
from tests.builders.edge import edge_app
from tests.builders.events import Counted, counted
from tests.builders.identity import api_client, bearer

CONSUMER = "edge"
REASON = "the cause is mended"
RING = KeyRing({"k1": bytes(32)}, "k1")


class Desk:
    """What the administrator sees and does; ``effects`` is the handler of the consumer."""

    def __init__(self, client: httpx.AsyncClient, database: Database, effects: Effects) -> None:
        self.client, self.database, self.effects = client, database, effects

    async def taken(self, key: str, *numbers: int, topic: str = Counted.topic) -> None:
        """Let the consumer meet these events of a key."""
        taking = Taking(self.database, CONSUMER, self.effects.handle)
        for number in numbers:
            await taking.take(as_record(counted(key, number, topic=topic)))

    async def poisoned(self, key: str, *numbers: int, topic: str = Counted.topic) -> None:
        """Let the first of these events fail until the test mends it."""
        self.effects.refused.add((key, numbers[0]))
        await self.taken(key, *numbers, topic=topic)
        self.effects.tried.clear()

    def mend(self) -> None:
        """Let the handler accept everything from now on."""
        self.effects.refused.clear()

    async def listed(self, **params: Any) -> list[dict[str, Any]]:
        answer = await self.client.get("/v1/parked", params=params)
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def replay(self, key: str, *, once: str | None = None, **body: Any) -> httpx.Response:
        return await self.does(key, "replay", {"reason": REASON, **body}, once=once)

    async def set_aside(self, key: str, parked_id: str) -> httpx.Response:
        return await self.does(key, "set-aside", {"id": parked_id, "reason": "never ours"})

    async def does(
        self, key: str, what: str, body: Any, *, once: str | None = None
    ) -> httpx.Response:
        path = f"/v1/parked/{quote(key, safe='')}/{what}"
        return await self.client.post(
            path, json=body, headers={"Idempotency-Key": once or str(uuid4())}
        )


@asynccontextmanager
async def opened_desk(database: Database) -> AsyncIterator[Desk]:
    """Run the small service on ``database``."""
    effects = Effects()
    app = edge_app(
        database=database,
        routers=[parked_routes.router],
        state={
            "replays": Replays({CONSUMER: effects.handle}),
            "idempotency": Idempotency(RING),
        },
    )
    async with api_client(app, await bearer(Role.ADMIN)) as client:
        yield Desk(client, database, effects)
