"""HTTP out: one way to build a client, one budget for everything done inside it.

``httpx2`` continues ``httpx`` by the same author (see the README's departures). A client's own
time-outs are per socket operation, so a slow drip never ends them: every call stands inside
``deadline``, whose rest travels on as ``X-Budget-Ms``.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, ClassVar

import httpx2 as httpx

from shared.errors import DomainError, Kind
from shared.telemetry.trace import TRACEPARENT, current
from shared.texts import Text

HttpClient = httpx.AsyncClient
"""What ``http_client`` returns."""

BUDGET_HEADER = "X-Budget-Ms"
CONNECT_SECONDS = 2.0
MAX_CONNECTIONS = 20
MAX_JSON_BYTES = 1024 * 1024


class PartnerUnavailable(DomainError):
    """Another system did not answer, not in time, or not as agreed (503)."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code: ClassVar[str] = "partner-unavailable"
    title: ClassVar[Text] = Text(
        az="Əlaqəli sistem cavab vermir", en="A system we depend on does not answer"
    )

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Bir qədər sonra eyni sorğunu təkrarlayın.",
                en="Repeat the same request a little later.",
            )
        )


class DeadlineExceeded(PartnerUnavailable):
    """The budget of the work is used up."""


_ends_at: ContextVar[float | None] = ContextVar("deadline", default=None)


@asynccontextmanager
async def deadline(seconds: float) -> AsyncIterator[None]:
    """Give what happens inside ``seconds`` in all; an outer deadline is never extended.

    Raises DeadlineExceeded when they are over; whatever runs inside is cancelled.
    """
    now = asyncio.get_running_loop().time()
    outer = _ends_at.get()
    ends_at = now + seconds if outer is None else min(outer, now + seconds)
    token = _ends_at.set(ends_at)
    try:
        async with asyncio.timeout_at(ends_at):
            yield
    except TimeoutError as error:
        raise DeadlineExceeded from error
    finally:
        _ends_at.reset(token)


def remaining() -> float | None:
    """Return the seconds left before the nearest deadline, None outside any."""
    ends_at = _ends_at.get()
    if ends_at is None:
        return None
    return max(0.0, ends_at - asyncio.get_running_loop().time())


def budget_of(header: str | None, at_most: float) -> float:
    """Read the budget a caller passed on: seconds, never more than ``at_most``."""
    if header is None or not header.isascii() or not header.isdigit():
        return at_most
    return min(int(header[:9]) / 1000, at_most)


async def _with_trace_and_budget(request: httpx.Request) -> None:
    trace = current()
    if trace is not None:
        request.headers[TRACEPARENT] = trace.child().traceparent
    left = remaining()
    if left is not None:
        request.headers[BUDGET_HEADER] = str(int(left * 1000))


@cache
def _trusted() -> ssl.SSLContext:
    """Return the machine's trusted certificates, read once: reading them takes a while."""
    return ssl.create_default_context()


def http_client(
    *,
    base_url: str = "",
    seconds: float = 5.0,
    connections: int = MAX_CONNECTIONS,
    headers: Mapping[str, str] | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> HttpClient:
    """Build a client for one other system; close it with ``aclose`` in the lifespan.

    ``seconds`` bounds each socket operation, ``deadline`` the whole call. Redirects are not
    followed and proxies of the environment are not used: we call known addresses. ``transport``
    is for tests that call an application in the same process.
    """
    return httpx.AsyncClient(
        base_url=base_url,
        timeout=httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds)),
        limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
        headers={"Accept": "application/json", **(headers or {})},
        event_hooks={"request": [_with_trace_and_budget]},
        transport=transport,
        trust_env=False,
        verify=_trusted(),
    )


async def fetch_json(
    client: HttpClient,
    method: str,
    url: str,
    *,
    seconds: float = 5.0,
    form: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Ask for a JSON object and expect status 200.

    Raises PartnerUnavailable for anything else: no connection, late, another status, no object.
    """
    try:
        async with deadline(seconds):
            response = await client.request(method, url, data=form)
        if response.status_code != httpx.codes.OK or len(response.content) > MAX_JSON_BYTES:
            raise PartnerUnavailable
        document = response.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise PartnerUnavailable from error
    if not isinstance(document, dict):
        raise PartnerUnavailable
    return document
