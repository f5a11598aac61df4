"""The sandbox as one application: all the wiring on one screen."""

from fastapi import FastAPI

from sandbox.api import identity, test_tokens
from sandbox.identity.clients import load_clients
from sandbox.identity.keys import load_or_create
from sandbox.identity.tokens import TokenIssuer
from sandbox.registries.people import load_people
from sandbox.settings import SandboxSettings
from sandbox.world import World


class StartRefusedError(RuntimeError):
    """The sandbox was started where invented people and open keys have no place."""


def create_app(settings: SandboxSettings) -> FastAPI:
    """Return the sandbox; raises ``StartRefusedError`` unless ENV is development or test."""
    if settings.env not in {"development", "test"}:
        raise StartRefusedError(
            "The sandbox signs tokens for anybody and answers for invented people."
            " It starts only with ENV=development or ENV=test; unset means production."
        )
    app = FastAPI(title="Sandbox")
    app.state.world = World(
        issuer=TokenIssuer(settings.issuer, load_or_create(settings.state_dir)),
        clients=load_clients(),
        people=load_people(),
    )
    app.include_router(identity.router)
    app.include_router(test_tokens.router)
    return app
