"""A 201 is a promise: the case is in the database before its answer begins."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import httpx2 as httpx
from sqlalchemy import func
from sqlmodel import select
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from applications.storage.tables.cases import CaseRow
from shared.outbox import OutboxRow
from tests.builders.applications import House
from tests.builders.submissions import self_service


class LookingWhenAnswered:
    """The service, and somebody who looks around at the first byte of its answer."""

    def __init__(self, app: ASGIApp, look: Callable[[], Awaitable[None]]) -> None:
        self._app = app
        self._look = look

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def looking(message: Message) -> None:
            if message["type"] == "http.response.start":
                await self._look()
            await send(message)

        await self._app(scope, receive, looking)


async def test_case_and_event_are_committed_before_the_first_byte_of_the_answer(
    busy_house: House,
) -> None:
    seen: list[tuple[int, int]] = []

    async def look() -> None:
        async with busy_house.database.transaction() as session:
            cases = (await session.exec(select(func.count()).select_from(CaseRow))).one()
            events = (await session.exec(select(func.count()).select_from(OutboxRow))).one()
            seen.append((cases, events))

    watched = httpx.ASGITransport(LookingWhenAnswered(busy_house.app, look))
    async with httpx.AsyncClient(transport=watched, base_url="http://service.test") as client:
        citizen = replace(await busy_house.citizen(), client=client)
        answer = await citizen.submit(self_service())

    assert (answer.status_code, seen) == (201, [(1, 1)])
