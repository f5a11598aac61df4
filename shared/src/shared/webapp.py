"""The HTTP application of a service: everything that is the same at every edge, in one place."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.api_docs import docs_router, use_documented_openapi
from shared.body_limit import BodyLimit
from shared.business_clock import SandboxClock
from shared.clock import Clock
from shared.database import Database
from shared.health import Readiness
from shared.health_routes import health_router
from shared.identity.dependencies import at_the_door, post_doorkeepers
from shared.identity.tokens import TokenVerifier
from shared.metrics_routes import metrics_router
from shared.problems import install_problem_handlers
from shared.settings import ServiceSettings
from shared.telemetry.metrics import Metrics
from shared.telemetry.requests import RequestLog, Requests
from shared.telemetry.trace import TraceMiddleware
from shared.unexpected import UnexpectedErrors

LifespanPart = Callable[[], AbstractAsyncContextManager[Any]]
"""Something that is open while the application runs (a listener, a client)."""

Closing = Callable[[], Awaitable[None]]
"""What is awaited when the application ends."""

VERSION = "1.0.0"
"""The version of the interface: `/v1`."""


class SafeHeaders:
    """Gives every answer headers that keep it out of caches and guesses, unless the route chose."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Cache-Control", "no-store")
                headers.setdefault("X-Content-Type-Options", "nosniff")
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def create_webapp(
    *,
    title: str,
    description: str,
    settings: ServiceSettings,
    database: Database,
    clock: Clock,
    verifier: TokenVerifier,
    routers: Sequence[APIRouter],
    readiness: Readiness,
    metrics: Metrics,
    lifespan_parts: Sequence[LifespanPart] = (),
    closing: Sequence[Closing] = (),
    state: Mapping[str, object] | None = None,
    larger_bodies: Mapping[str, int] | None = None,
) -> FastAPI:
    """Build a service's API.

    ``app.state`` gets ``service``, ``database``, ``clock``, ``verifier`` and what ``state`` adds;
    dependencies read them there. ``lifespan_parts`` are open while it runs, in their order;
    ``closing`` is awaited at the end (``database.dispose``, a client's ``aclose``).
    ``larger_bodies`` gives single paths, uploads, their own limit in bytes. ``readiness`` gets the
    part ``business-clock`` where another process tells the time.
    """
    ends = [*closing]
    if isinstance(clock, SandboxClock):
        readiness.add_probe("business-clock", clock.check)
        ends.append(clock.aclose)
    return create_public_app(
        title=title,
        description=description,
        service=settings.service,
        routers=routers,
        readiness=readiness,
        metrics=metrics,
        lifespan_parts=lifespan_parts,
        closing=ends,
        state={"database": database, "clock": clock, "verifier": verifier, **(state or {})},
        larger_bodies=larger_bodies,
    )


def create_public_app(
    *,
    title: str,
    description: str,
    service: str,
    routers: Sequence[APIRouter],
    readiness: Readiness,
    metrics: Metrics,
    lifespan_parts: Sequence[LifespanPart] = (),
    closing: Sequence[Closing] = (),
    state: Mapping[str, object] | None = None,
    larger_bodies: Mapping[str, int] | None = None,
) -> FastAPI:
    """Build an application with the same edge and nothing behind it: no database, no callers.

    A route that asks for a caller needs ``verifier`` in ``state``; ``create_webapp`` sees to that.
    """
    app = _bare(title, description, lifespan_parts, closing)
    app.state.service = service
    for name, value in (state or {}).items():
        setattr(app.state, name, value)
    app.add_middleware(BodyLimit, larger=larger_bodies)
    _wrap(app, metrics)
    for router in routers:
        app.include_router(router, dependencies=[Depends(at_the_door)])
    app.include_router(health_router(readiness))
    app.include_router(metrics_router(metrics, readiness))
    app.include_router(docs_router())
    post_doorkeepers(app)
    use_documented_openapi(app)
    return app


def worker_health_app(readiness: Readiness, metrics: Metrics) -> FastAPI:
    """Build the application of a worker: ``/livez``, ``/readyz`` and ``/metrics``, no more."""
    app = _bare("worker", "Health of a worker process.", [], [])
    _wrap(app, metrics)
    app.include_router(health_router(readiness))
    app.include_router(metrics_router(metrics, readiness))
    return app


def _bare(
    title: str,
    description: str,
    parts: Sequence[LifespanPart],
    closing: Sequence[Closing],
) -> FastAPI:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for close in reversed(closing):
                stack.push_async_callback(close)
            for part in parts:
                await stack.enter_async_context(part())
            yield

    app = FastAPI(
        title=title,
        description=description,
        version=VERSION,
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
        # Our own trace is the only telemetry: nothing in the environment may switch on another.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    install_problem_handlers(app)
    return app


def _operation_id(route: APIRoute) -> str:
    """Name an operation after its function: stable while paths and tags change."""
    return route.name


def _wrap(app: FastAPI, metrics: Metrics) -> None:
    """Put on what surrounds every request; the one added last is the outermost."""
    app.add_middleware(UnexpectedErrors)
    app.add_middleware(RequestLog, requests=Requests(metrics))
    app.add_middleware(SafeHeaders)
    app.add_middleware(TraceMiddleware)
