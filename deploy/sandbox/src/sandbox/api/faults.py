"""What goes wrong on purpose, over HTTP."""

from typing import Annotated, ClassVar, Self

from fastapi import APIRouter, status
from pydantic import BaseModel, Field, model_validator

from sandbox.api.inputs import StrictInput
from sandbox.traffic.faults import Fault, FaultKind
from sandbox.traffic.targets import ESOSIAL, IDENTITY, MEIS, belongs_to
from sandbox.world import World, WorldDep
from shared.errors import DomainError, InputError, Kind
from shared.input_faults import FieldFault
from shared.problems import responses
from shared.texts import Text

router = APIRouter(prefix="/faults", tags=["faults"])


SECONDS_MISSING = Text(az="`seconds` göstərin.", en="Say for how many `seconds`.")
ONLY_REGISTRIES = Text(
    az="Yalnız meis/… başqa şəxs haqqında cavab verə bilər.",
    en="Only meis/… can answer about another person.",
)


class FaultDoesNotFit(DomainError):
    """The target cannot fail this way: only a registry answers about a person."""

    code: ClassVar[str] = "fault-does-not-fit"
    title: ClassVar[Text] = Text(
        az="Hədəfdə belə nasazlıq olmur", en="The target cannot fail this way"
    )


class TargetNotFound(DomainError):
    """No outside system has that name."""

    code: ClassVar[str] = "target-not-found"
    title: ClassVar[Text] = Text(az="Belə hədəf yoxdur", en="There is no such target")


class FaultToPlay(StrictInput):
    """How a target fails from the next call on; ``times`` absent means until it is taken away.

    ``seconds`` is how late a ``delay`` answers, the pause between the bytes of a ``drip`` (1 where
    absent), and how long a ``black-hole`` holds on (until the client goes); else it says nothing.
    """

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

    Raises ``TargetNotFound``, which names what there is, and ``FaultDoesNotFit`` (422).
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
    if body.fault is FaultKind.WRONG_PERSON and not belongs_to(body.target, MEIS):
        raise FaultDoesNotFit(
            ONLY_REGISTRIES, errors=[InputError("/fault", FaultDoesNotFit.code, ONLY_REGISTRIES)]
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
