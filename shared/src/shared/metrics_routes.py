"""``/metrics``: for the monitoring system, which reads it every few seconds."""

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from shared.health import Readiness
from shared.identity.dependencies import PUBLIC
from shared.telemetry.metrics import Metrics


def metrics_router(metrics: Metrics, readiness: Readiness) -> APIRouter:
    """Return the route; readiness is looked at first, so that both say the same."""
    router = APIRouter(tags=["health"], dependencies=[PUBLIC])
    metrics.tell(readiness.readings)

    @router.get("/metrics", response_class=PlainTextResponse)
    async def read_metrics() -> Response:
        """Tell the numbers of the process in Prometheus' text form, within 6 s."""
        await readiness.parts()
        return Response(await metrics.text(), media_type=CONTENT_TYPE_PLAIN_0_0_4)

    return router
