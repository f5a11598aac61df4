"""Everything the sandbox keeps while it runs, in one place the routes share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, cast

from fastapi import Depends, Request

from sandbox.cabinet import Cabinet
from sandbox.clock import BusinessClock
from sandbox.identity.clients import Client, Portal, load_clients, load_portals
from sandbox.identity.keys import load_or_create
from sandbox.identity.sign_in import Codes
from sandbox.identity.tokens import TokenIssuer
from sandbox.registries.people import People, load_people
from sandbox.registries.subsystems import Subsystem, load_subsystems
from sandbox.traffic.calls import CallLog
from sandbox.traffic.faults import FaultPlan


@dataclass(slots=True)
class World:
    """The state of the outside world: who lives in it, what it remembers, and what fails in it."""

    issuer: TokenIssuer
    cabinet: Cabinet
    clock: BusinessClock
    clients: Mapping[str, Client] = field(default_factory=load_clients)
    portals: Mapping[str, Portal] = field(default_factory=load_portals)
    codes: Codes = field(default_factory=Codes)
    people: People = field(default_factory=load_people)
    subsystems: Mapping[str, Subsystem] = field(default_factory=load_subsystems)
    calls: CallLog = field(default_factory=CallLog)
    faults: FaultPlan = field(default_factory=FaultPlan)


def open_world(issuer: str, state_dir: Path | None) -> World:
    """Return the world as it was left in ``state_dir``; a new one without a folder."""
    return World(
        issuer=TokenIssuer(issuer, load_or_create(state_dir)),
        cabinet=Cabinet(state_dir),
        clock=BusinessClock(state_dir),
    )


def _world(request: Request) -> World:
    return cast("World", request.app.state.world)


WorldDep = Annotated[World, Depends(_world)]
