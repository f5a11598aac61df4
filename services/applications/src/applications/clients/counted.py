"""The gateway, with every question counted by how it ended."""

from applications.clients.meis_gateway import Asked, GatewayAnswer, MeisGateway
from applications.domain.case import Answer
from shared.http import DeadlineExceeded, PartnerUnavailable
from shared.identity.refusals import IdentityUnavailable
from shared.telemetry.calls import ANSWERED, Calls

PARTNER = "meis-gateway"
_OUTCOMES = {Answer.UNKNOWN: "unknown", Answer.CONFLICT: "conflict"}
"""Yes and no are counted alike: what a registry says of somebody is no number of ours."""


class CountedMeisGateway:
    """Asks another gateway and counts the call."""

    def __init__(self, gateway: MeisGateway, calls: Calls) -> None:
        self._gateway = gateway
        self._calls = calls

    async def ask(self, asked: Asked) -> GatewayAnswer:
        """Ask one question; raises what the gateway raises."""
        with self._calls.timed(PARTNER, "ask") as call:
            try:
                given = await self._gateway.ask(asked)
            except DeadlineExceeded:
                call.outcome = "timeout"
                raise
            except PartnerUnavailable:
                call.outcome = "unavailable"
                raise
            except IdentityUnavailable:
                call.outcome = "no-token"
                raise
            call.outcome = _OUTCOMES.get(given.answer.answer, ANSWERED)
            return given
