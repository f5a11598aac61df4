"""The subsystems behind the gateway, and how each is doing."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from meis_gateway.api.dependencies import GatewayDep
from meis_gateway.domain.health import Health, State
from meis_gateway.domain.subsystems import AdapterKind, Subsystem
from meis_gateway.storage import states
from shared.database import SessionDep
from shared.identity.caller import Caller, Role
from shared.identity.dependencies import requires

router = APIRouter(prefix="/v1/subsystems", tags=["subsystems"])

STAFF = (
    Role.AGENT,
    Role.OPERATOR,
    Role.OFFICER,
    Role.LAWYER,
    Role.PSYCHOLOGIST,
    Role.EDITOR,
    Role.APPROVER,
    Role.AUDITOR,
    Role.ADMIN,
)


class SubsystemOut(BaseModel):
    """A subsystem: ``state`` is ok, failing, or unknown until it was asked for the first time.

    ``since`` and ``last_success`` are instants of the machine, not of business.
    """

    code: str
    name: str
    kind: AdapterKind
    state: State
    since: datetime | None
    last_success: datetime | None


class SubsystemsOut(BaseModel):
    """All of them, in the order of form A; they fit one page."""

    items: list[SubsystemOut]
    next: str | None


@router.get("", summary="The subsystems and how each is doing")
async def list_subsystems(
    session: SessionDep,
    gateway: GatewayDep,
    _caller: Annotated[Caller, Depends(requires(*STAFF, Role.SERVICE))],
) -> SubsystemsOut:
    """Return every configured subsystem, its name in Azerbaijani."""
    health = await states.everyone(session)
    items = [
        _subsystem(subsystem, health.get(subsystem.code, Health()))
        for subsystem in gateway.subsystems.values()
    ]
    return SubsystemsOut(items=items, next=None)


def _subsystem(subsystem: Subsystem, health: Health) -> SubsystemOut:
    return SubsystemOut(
        code=subsystem.code,
        name=subsystem.name.az,
        kind=subsystem.kind,
        state=health.state,
        since=health.since,
        last_success=health.last_success,
    )
