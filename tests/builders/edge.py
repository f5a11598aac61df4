"""A small service at the edge: one route for each thing that can go right or wrong there."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from shared.clock import NowDep, SystemClock
from shared.cursors import CursorDep, LimitDep, Page, decode
from shared.database import Database
from shared.errors import DomainError, Kind
from shared.etags import IfMatchDep, Stale
from shared.health import Readiness
from shared.http import PartnerUnavailable
from shared.identity.caller import Caller, Role
from shared.identity.dependencies import PUBLIC, CallerDep, requires
from shared.identity.tokens import TokenVerifier
from shared.settings import Environment, ServiceSettings
from shared.telemetry.metrics import Metrics
from shared.texts import Text
from shared.webapp import create_webapp
from tests.builders.identity import verifier

AUDIENCE = "applications"
UPLOAD_BYTES = 1024 * 1024


class EdgeSettings(ServiceSettings):
    service: ClassVar[str] = "edge"

    port: int = 8199
    worker_port: int = 8198


class Thing(BaseModel):
    """What the small service keeps."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(max_length=20)]
    kind: Literal["paper", "stone"] = "paper"
    made_at: datetime | None = None


class Blocked(DomainError):
    """A blocked thing, with a reason in both languages among its members."""

    kind: ClassVar[Kind] = Kind.CONFLICT
    code: ClassVar[str] = "thing-blocked"
    title: ClassVar[Text] = Text(az="Əşya bağlıdır", en="The thing is blocked")

    def __init__(self) -> None:
        guard = {"code": "not-yet", "detail": Text(az="Hələ yox.", en="Not yet.")}
        super().__init__(
            Text(az="Gözləyin.", en="Wait."), members={"blocked_by": [guard], "code": "x"}
        )


router = APIRouter(prefix="/v1")


@router.post("/things", status_code=201)
async def create_thing(
    body: Thing, caller: Annotated[Caller, Depends(requires(Role.AGENT, Role.OFFICER))]
) -> Thing:
    """Keep a thing; the caller is asked for, the thing is given back."""
    assert caller.role in {Role.AGENT, Role.OFFICER}
    return body


@router.get("/things")
async def list_things(caller: CallerDep, limit: LimitDep, cursor: CursorDep) -> Page[str]:
    """List things of whoever is signed in."""
    after = decode(cursor, str)[0] if cursor else ""
    return Page(items=[f"{caller.actor} after {after} {limit}"], next=None)


@router.put("/things/{thing_id}")
async def change_thing(thing_id: int, version: IfMatchDep, caller: CallerDep) -> Thing:
    """Change a thing at its third version."""
    if version != 3:
        raise Stale(version=3, done={"action": "painted", "actor": caller.actor})
    return Thing(name=str(thing_id))


@router.get("/things/{thing_id}", dependencies=[PUBLIC])
async def read_thing(thing_id: int, now: NowDep) -> Thing:
    """Read a thing; nobody need sign in."""
    return Thing(name=str(thing_id), made_at=now)


@router.post("/uploads", dependencies=[PUBLIC])
async def upload(request: Request) -> dict[str, int]:
    """Count what is sent, piece by piece."""
    size = 0
    async for piece in request.stream():
        size += len(piece)
    return {"size": size}


@router.get("/failures/{which}", dependencies=[PUBLIC])
async def fail(which: str) -> StreamingResponse:
    """Go wrong in the way that is named."""
    if which == "bug":
        raise KeyError("5ZK1Q2W")
    if which == "blocked":
        raise Blocked
    if which == "partner":
        raise PartnerUnavailable
    return StreamingResponse(_halfway())


async def _halfway() -> AsyncIterator[bytes]:
    yield b"half of the answer"
    raise KeyError("5ZK1Q2W")


def edge_app(
    *,
    tokens: TokenVerifier | None = None,
    readiness: Readiness | None = None,
    database: Database | None = None,
    routers: list[APIRouter] | None = None,
    metrics: Metrics | None = None,
    upload_bytes: int = UPLOAD_BYTES,
    **options: Any,
) -> FastAPI:
    """Return the small service; its database answers nobody unless one is given."""
    nowhere = "postgresql://nobody@127.0.0.1:9/nothing"
    return create_webapp(
        title="Edge",
        description="One route for each thing that can happen at the edge.",
        settings=EdgeSettings(env=Environment.TEST),
        database=database or Database(nowhere, application_name="edge"),
        clock=SystemClock(),
        verifier=tokens or verifier(AUDIENCE),
        routers=[router] if routers is None else routers,
        readiness=readiness or Readiness(),
        metrics=metrics or Metrics(),
        larger_bodies={"/v1/uploads": upload_bytes},
        **options,
    )
