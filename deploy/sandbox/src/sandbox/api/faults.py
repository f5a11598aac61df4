"""What goes wrong on purpose, over HTTP."""

from typing import Annotated, ClassVar, Self

from fastapi import APIRouter, status
from pydantic import BaseModel, Field, model_validator

from sandbox.api.inputs import StrictInput
from sandbox.traffic.faults import Fault, FaultKind
from sandbox.traffic.plays import PLAYS
from sandbox.traffic.targets import ESOSIAL, IDENTITY, MEIS
from sandbox.world import World, WorldDep
from shared.errors import DomainError, InputError, Kind
from shared.input_faults import FieldFault
from shared.problems import responses
from shared.texts import Text

router = APIRouter(prefix="/faults", tags=["faults"])


SECONDS_MISSING = Text(az="`seconds` göstərin.", en="Say for how many `seconds`.")


class FaultNotSupported(DomainError):
    """The fault has a name and cannot be played yet."""

    code: ClassVar[str] = "fault-not-supported"
    title: ClassVar[Text] = Text(az="Nasazlıq hələ dəstəklənmir", en="The fault is not supported")


class TargetNotFound(DomainError):
    """No outside system has that name."""

    code: ClassVar[str] = "target-not-found"
    title: ClassVar[Text] = Text(az="Belə hədəf yoxdur", en="There is no such target")


class FaultToPlay(StrictInput):
    """How a target fails from the next call on; ``times`` absent means until it is taken away."""

    target: Annotated[str, Field(max_length=60)]
    fault: FaultKind
    seconds: Annotated[float, Field(ge=0, le=600)] | None = None
    times: Annotated[int, Field(ge=1, le=1_000_000)] | None = None

    @model_validator(mode="after")
    def _a_delay_takes_time(self) -> Self:
        if self.fault is FaultKind.DELAY and self.seconds is None:
            raise FieldFault("seconds-missing", SECONDS_MISSING)
        return self


class FaultInForce(BaseModel):
    """A fault that hits the next call, with the times that are left."""

    target: str
    fault: FaultKind
    seconds: float | None
    times: int | None


class FaultList(BaseModel):
    """Every fault in force, one for each target."""

    items: list[FaultInForce]


@router.get("")
async def list_faults(world: WorldDep) -> FaultList:
    """Return what would go wrong now."""
    return _in_force(world)


@router.put("", responses=responses(Kind.INVALID))
async def put_fault(body: FaultToPlay, world: WorldDep) -> FaultList:
    """Let a target fail, instead of any other way it failed before.

    Raises ``TargetNotFound`` and ``FaultNotSupported`` (422), which name what there is.
    """
    _check(body, world)
    world.faults.put(Fault(body.target, body.fault, body.seconds, body.times))
    return _in_force(world)


@router.delete("", status_code=status.HTTP_204_NO_CONTENT)
async def clear_faults(world: WorldDep) -> None:
    """Let everything work again."""
    world.faults.clear()


def _check(body: FaultToPlay, world: World) -> None:
    targets = [ESOSIAL, IDENTITY, *(f"{MEIS}/{code}" for code in world.subsystems)]
    if body.target not in targets:
        detail = Text(az="İcazə verilən: {names}.", en="Allowed: {names}.").filled(
            names=", ".join(targets)
        )
        raise TargetNotFound(detail, errors=[InputError("/target", TargetNotFound.code, detail)])
    if body.fault not in PLAYS:
        detail = Text(az="Dəstəklənir: {names}.", en="Supported: {names}.").filled(
            names=", ".join(PLAYS)
        )
        raise FaultNotSupported(
            detail, errors=[InputError("/fault", FaultNotSupported.code, detail)]
        )


def _in_force(world: World) -> FaultList:
    return FaultList(
        items=[
            FaultInForce(
                target=fault.target, fault=fault.kind, seconds=fault.seconds, times=fault.times
            )
            for fault in world.faults.in_force()
        ]
    )
