"""Who may come in by which door."""

import pytest

from shared.identity.caller import Role
from shared.identity.dependencies import routes_with_policy
from tests.builders.gateway import World, body, grant
from tests.builders.identity import bearer

NOT_STAFF = {Role.CITIZEN, Role.PARTNER, Role.KIOSK}
DOORS = {
    ("POST", "/v1/questions"): {Role.SERVICE},
    ("GET", "/v1/subsystems"): set(Role) - NOT_STAFF,
    ("GET", "/v1/parked"): {Role.ADMIN},
    ("POST", "/v1/parked/{key:path}/replay"): {Role.ADMIN},
    ("POST", "/v1/parked/{key:path}/set-aside"): {Role.ADMIN},
}


async def test_every_route_has_a_policy_and_is_listed_here(world: World) -> None:
    guarded = {
        (method, route.path)
        for route in routes_with_policy(world.app)
        for method in route.methods - {"HEAD"}
        if not route.public
    }

    assert guarded == set(DOORS)
    assert all(route.is_decided for route in routes_with_policy(world.app))


@pytest.mark.parametrize("role", list(Role))
async def test_each_door_lets_in_only_its_own(world: World, role: Role) -> None:
    headers = await bearer(role)
    for (method, path), roles in DOORS.items():
        sent = body(grant()) if method == "POST" else None
        concrete = path.replace("{key:path}", "nobody-s")
        response = await world.client.request(method, concrete, json=sent, headers=headers)

        assert (response.status_code == 403) == (role not in roles), (method, path)


@pytest.mark.parametrize(
    ("wishes", "code"),
    [
        ({"audience": ["applications"]}, "token-wrong-audience"),
        ({"expires_in": -60}, "token-expired"),
    ],
)
async def test_a_token_for_elsewhere_or_of_yesterday_opens_nothing(
    world: World, wishes: dict[str, object], code: str
) -> None:
    headers = await bearer(Role.SERVICE, client="applications", **wishes)

    response = await world.client.post("/v1/questions", json=body(grant()), headers=headers)

    assert (response.status_code, response.json()["code"]) == (401, code)
    assert await world.calls() == []


async def test_without_a_token_nobody_is_asked(world: World) -> None:
    response = await world.client.post("/v1/questions", json=body(grant()))

    assert (response.status_code, response.json()["code"]) == (401, "token-missing")
    assert await world.calls() == []
