"""Every route says who may come in, and a route nobody thought about is seen."""

from typing import Annotated

import pytest
from fastapi import APIRouter, Depends

from shared.database import SessionDep
from shared.errors import DomainError
from shared.etags import IfMatchDep
from shared.identity.caller import Caller, Role
from shared.identity.dependencies import (
    PUBLIC,
    CallerDep,
    RoutePolicy,
    requires,
    routes_with_policy,
)
from shared.identity.refusals import RoleNotAllowed
from shared.problems import STATUS
from tests.builders.edge import edge_app
from tests.builders.identity import api_client, bearer


def policies() -> dict[str, RoutePolicy]:
    return {
        f"{method} {policy.path}": policy
        for policy in routes_with_policy(edge_app())
        for method in policy.methods
        if "failures" not in policy.path
    }


def test_every_route_of_a_service_is_decided() -> None:
    assert all(policy.is_decided for policy in routes_with_policy(edge_app()))


def test_each_route_tells_what_it_asks_of_its_caller() -> None:
    found = policies()

    assert found["POST /v1/things"].roles == frozenset({Role.AGENT, Role.OFFICER})
    assert found["GET /v1/things"].signed_in
    assert found["GET /v1/things"].roles is None
    assert found["GET /v1/things/{thing_id}"].public
    assert found["GET /readyz"].public
    assert found["GET /metrics"].public
    assert found["GET /docs"].public
    assert found["GET /openapi.json"].public


def test_a_route_nobody_thought_about_is_not_decided() -> None:
    forgotten = APIRouter(prefix="/v1")

    @forgotten.get("/forgotten")
    async def forget() -> str:
        return "open to all by mistake"

    @forgotten.get("/both", dependencies=[PUBLIC])
    async def both(caller: CallerDep) -> str:
        return caller.actor

    undecided = {
        policy.path
        for policy in routes_with_policy(edge_app(routers=[forgotten]))
        if not policy.is_decided
    }
    assert undecided == {"/v1/forgotten", "/v1/both"}


def test_a_router_in_a_router_and_two_demands_are_seen_together() -> None:
    inner = APIRouter(prefix="/inner")

    @inner.get("/x")
    async def read(
        caller: Annotated[Caller, Depends(requires(Role.AGENT, Role.LAWYER))],
    ) -> str:
        return caller.actor

    outer = APIRouter(prefix="/v1", dependencies=[Depends(requires(Role.LAWYER, Role.ADMIN))])
    outer.include_router(inner)

    found = {policy.path: policy for policy in routes_with_policy(edge_app(routers=[outer]))}
    assert found["/v1/inner/x"].roles == frozenset({Role.LAWYER})
    assert found["/v1/inner/x"].admits(Role.LAWYER)
    assert not found["/v1/inner/x"].admits(Role.AGENT)


async def test_a_caller_is_checked_before_the_rest_in_whatever_order_a_route_names_it() -> None:
    late = APIRouter(prefix="/v1")

    @late.put("/late")
    async def change(
        version: IfMatchDep,
        session: SessionDep,
        caller: Annotated[Caller, Depends(requires(Role.AGENT))],
    ) -> str:
        return f"{caller.actor} {version} {session}"

    async with api_client(edge_app(routers=[late])) as client:
        nobody = await client.put("/v1/late")
        citizen = await client.put("/v1/late", headers=await bearer("citizen"))
        agent = await client.put("/v1/late", headers=await bearer("agent"))

    assert nobody.json()["code"] == "token-missing"
    assert citizen.json()["code"] == "role-not-allowed"
    assert agent.json()["code"] == "if-match-missing"


async def test_a_route_asks_for_the_role_itself_too() -> None:
    citizen = Caller(issuer="i", subject="s", client="portal", role=Role.CITIZEN)
    agent = Caller(issuer="i", subject="s", client="console", role=Role.AGENT)

    assert await requires(Role.AGENT)(agent) == agent
    with pytest.raises(RoleNotAllowed):
        await requires(Role.AGENT)(citizen)


def test_a_demand_without_roles_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one role"):
        requires()


@pytest.mark.parametrize("role", list(Role))
async def test_what_the_list_says_is_what_happens_at_the_door(role: Role) -> None:
    headers = await bearer(role, person=None if role is Role.CITIZEN else "somebody")
    async with api_client(edge_app(), headers) as client:
        for name, policy in policies().items():
            method, path = name.split(" ")
            answer = await client.request(method, path.replace("{thing_id}", "1"), json={})
            turned_away = answer.status_code in {401, 403}
            assert turned_away is not policy.admits(role), name


async def test_nobody_enters_without_a_token_but_where_it_is_public() -> None:
    async with api_client(edge_app()) as client:
        for name, policy in policies().items():
            method, path = name.split(" ")
            answer = await client.request(method, path.replace("{thing_id}", "1"), json={})
            assert (answer.status_code == 401) is not policy.public, name


def test_every_refusal_has_a_status() -> None:
    assert all(error.kind in STATUS for error in DomainError.__subclasses__())
