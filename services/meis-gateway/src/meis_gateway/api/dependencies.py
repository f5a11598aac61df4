"""What the routes take from the application."""

from typing import Annotated, cast

from fastapi import Depends, Request

from meis_gateway.use_cases.gateway import Gateway


async def _gateway(request: Request) -> Gateway:
    return cast("Gateway", request.app.state.gateway)


GatewayDep = Annotated[Gateway, Depends(_gateway)]
