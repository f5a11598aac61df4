"""A message is delivered in the trace of the request that promised it."""

from collections.abc import AsyncIterator

import httpx2 as httpx
import pytest
from sqlmodel import col, select
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from notifications.clients.esosial import EsosialCabinet
from notifications.consumers.case_events import case_events
from notifications.jobs.deliveries import deliver_due
from sandbox.app import create_app
from sandbox.settings import SandboxSettings
from shared.clock import FixedClock
from shared.database import Database
from shared.http import http_client
from shared.kafka.taking import Taking
from shared.outbox import OutboxRow
from shared.telemetry.trace import parse
from tests.builders.consuming import as_record
from tests.builders.notifications import CUT_OFF_MORNING, KEYS, LEASE, ROWS, promised

TRACE_ID = "a" * 32


def trace_of(traceparent: str | None) -> str:
    trace = parse(traceparent)
    return trace.trace_id if trace else "none"


class Listening:
    """The sandbox, and the trace of each request it gets."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.traces: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.traces.append(trace_of(Headers(scope=scope).get("traceparent")))
        await self.app(scope, receive, send)


@pytest.fixture
def sandbox() -> Listening:
    return Listening(create_app(SandboxSettings.model_validate({"env": "test"})))


@pytest.fixture
async def cabinet(sandbox: Listening) -> AsyncIterator[EsosialCabinet]:
    transport = httpx.ASGITransport(app=sandbox)
    async with http_client(base_url="http://sandbox/esosial", transport=transport) as client:
        yield EsosialCabinet(client, seconds=5)


async def test_the_cabinet_and_the_case_hear_of_a_message_in_the_trace_of_its_promise(
    database: Database, sandbox: Listening, cabinet: EsosialCabinet
) -> None:
    promise = promised(traceparent=f"00-{TRACE_ID}-{'b' * 16}-01")
    await Taking(database, "notifications", case_events(KEYS)).take(as_record(promise))

    clock = FixedClock(CUT_OFF_MORNING)
    await deliver_due(database, cabinet=cabinet, rows=ROWS, clock=clock, lease=LEASE)()

    async with database.transaction() as session:
        delivered = await session.exec(
            select(OutboxRow.traceparent).where(col(OutboxRow.source) == "notifications")
        )
        traces = [trace_of(traceparent) for traceparent in delivered]
    assert sandbox.traces == [TRACE_ID]
    assert traces == [TRACE_ID]
