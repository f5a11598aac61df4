"""The sandbox as one application: all the wiring on one screen."""

from fastapi import FastAPI

from sandbox.api import (
    cabinet,
    calls,
    clock,
    faults,
    identity,
    people,
    registries,
    sign_in,
    test_tokens,
)
from sandbox.settings import SandboxSettings
from sandbox.traffic.border import Border
from sandbox.traffic.origins import PortalOrigins
from sandbox.world import open_world
from shared.api_docs import docs_router, use_documented_openapi
from shared.body_limit import BodyLimit
from shared.health import Readiness
from shared.health_routes import health_router
from shared.problems import install_problem_handlers
from shared.telemetry.trace import TraceMiddleware
from shared.unexpected import UnexpectedErrors

PARTS = (identity, sign_in, test_tokens, cabinet, registries, clock, faults, calls, people)


def create_app(settings: SandboxSettings) -> FastAPI:
    """Return the outside world as it was left in ``settings.state_dir``."""
    world = open_world(settings.issuer_address, settings.state_dir)
    app = FastAPI(
        title="Sandbox",
        description="The outside world of the suite, for development and tests.",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        # As the services have it: nothing in the environment may switch on a telemetry of its own.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.world = world
    app.add_middleware(BodyLimit)
    app.add_middleware(UnexpectedErrors)
    app.add_middleware(TraceMiddleware)
    app.add_middleware(Border, calls=world.calls, faults=world.faults, clock=world.clock)
    app.add_middleware(PortalOrigins, portals=world.portals.values())
    install_problem_handlers(app)
    for router in (*(part.router for part in PARTS), health_router(Readiness()), docs_router()):
        app.include_router(router)
    use_documented_openapi(app)
    return app
