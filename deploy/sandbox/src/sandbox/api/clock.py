"""The business clock over HTTP: read by the services, set by tests and tours."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel

from sandbox.api.inputs import StrictInput
from sandbox.world import World, WorldDep
from shared.errors import Kind
from shared.problems import responses

router = APIRouter(prefix="/clock", tags=["clock"])


class ClockFace(BaseModel):
    """Business time; ``set`` is false while it is the machine's time, ``running`` false if it stands."""

    now: datetime
    set: bool
    running: bool


class ClockSetting(StrictInput):
    """The instant to show, and whether to go on from there."""

    now: AwareDatetime
    running: bool = True


@router.get("")
async def read_clock(world: WorldDep) -> ClockFace:
    """Return business time."""
    return await _face(world)


@router.put("", responses=responses(Kind.INVALID))
async def set_clock(body: ClockSetting, world: WorldDep) -> ClockFace:
    """Set business time; the setting outlives the process where there is a state folder."""
    world.clock.set(body.now, running=body.running)
    return await _face(world)


@router.delete("")
async def clear_clock(world: WorldDep) -> ClockFace:
    """Let business time be the machine's again."""
    world.clock.clear()
    return await _face(world)


async def _face(world: World) -> ClockFace:
    setting = world.clock.setting
    running = setting is None or setting.running
    return ClockFace(now=await world.clock.now(), set=setting is not None, running=running)
