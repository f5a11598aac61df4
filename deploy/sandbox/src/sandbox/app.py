"""The sandbox as one application: all the wiring on one screen."""

from fastapi import FastAPI

from sandbox.api import cabinet, calls, clock, faults, identity, people, registries, test_tokens
from sandbox.settings import SandboxSettings
from sandbox.traffic.border import Border
from sandbox.world import open_world
from shared.body_limit import BodyLimit
from shared.problems import install_problem_handlers
from shared.telemetry.trace import TraceMiddleware
from shared.unexpected import UnexpectedErrors

PARTS = (identity, test_tokens, cabinet, registries, clock, faults, calls, people)


def create_app(settings: SandboxSettings) -> FastAPI:
    """Return the outside world as it was left in ``settings.state_dir``."""
    world = open_world(settings.issuer_address, settings.state_dir)
    app = FastAPI(title="Sandbox")
    app.state.world = world
    app.add_middleware(BodyLimit)
    app.add_middleware(UnexpectedErrors)
    app.add_middleware(Border, calls=world.calls, faults=world.faults, clock=world.clock)
    app.add_middleware(TraceMiddleware)
    install_problem_handlers(app)
    for part in PARTS:
        app.include_router(part.router)
    return app
