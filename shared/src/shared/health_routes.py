"""``/livez`` and ``/readyz``: for the orchestrator, the operator and ``make up``."""

from fastapi import APIRouter, Response, status
from pydantic import BaseModel, ConfigDict

from shared.health import Readiness
from shared.identity.dependencies import PUBLIC


class PartReport(BaseModel):
    """One part of the process; ``why`` says what is wrong, in words without data."""

    model_config = ConfigDict(frozen=True)

    ok: bool
    why: str | None


class ReadinessReport(BaseModel):
    """Whether the process can work now, and each of its parts.

    A process may be ready while a part is not `ok`: then only what goes through it is refused.
    """

    model_config = ConfigDict(frozen=True)

    ready: bool
    parts: dict[str, PartReport]


class LivenessReport(BaseModel):
    """The process runs its event loop."""

    model_config = ConfigDict(frozen=True)

    alive: bool


def health_router(readiness: Readiness) -> APIRouter:
    """Return the two routes over the parts of this process."""
    router = APIRouter(tags=["health"], dependencies=[PUBLIC])

    @router.get("/livez")
    async def livez() -> LivenessReport:
        """Tell that the process lives; restart it when this does not answer."""
        return LivenessReport(alive=True)

    @router.get("/readyz", responses={503: {"model": ReadinessReport}})
    async def readyz(response: Response) -> ReadinessReport:
        """Tell whether the process is ready (200) or not (503), part by part with the reason."""
        states = await readiness.parts()
        parts = {name: PartReport(ok=state.ok, why=state.why) for name, state in states.items()}
        ready = readiness.is_ready(states)
        if not ready:
            response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
        return ReadinessReport(ready=ready, parts=parts)

    return router
