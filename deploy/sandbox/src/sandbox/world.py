"""Everything the sandbox keeps while it runs, in one place the routes share."""

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from sandbox.identity.clients import Client
from sandbox.identity.tokens import TokenIssuer
from sandbox.registries.people import People


@dataclass(slots=True)
class World:
    """The state of the outside world: who lives in it and what it remembers."""

    issuer: TokenIssuer
    clients: dict[str, Client]
    people: People


def _world(request: Request) -> World:
    return cast("World", request.app.state.world)


WorldDep = Annotated[World, Depends(_world)]
