"""What a route asks of its caller, in its signature and visible to a test.

Every route has one of three: ``CallerDep`` (anybody signed in), ``Depends(requires(Role.AGENT))``
(these roles), or ``PUBLIC`` among its dependencies (nobody need sign in). ``routes_with_policy``
lists them; a route with none is a mistake the architecture tests find. What a caller may do with
*this* case is decided by the service's policy functions, not here.

``at_the_door`` runs before everything else a route depends on, in whatever order its signature
names it: who may not come in opens no transaction and learns nothing about a good request.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from shared.identity.caller import Caller, Role
from shared.identity.refusals import RoleNotAllowed, TokenMissing
from shared.identity.tokens import TokenVerifier

BEARER = HTTPBearer(
    scheme_name="bearer",
    bearerFormat="JWT",
    description="An access token of the identity provider, for this service (`aud`).",
    auto_error=False,
)


_CALLER = "dost.caller"


async def caller_of(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
) -> Caller:
    """Return who calls, by the bearer token (TokenMissing and the verifier's refusals)."""
    known = request.scope.get(_CALLER)
    if isinstance(known, Caller):
        return known
    if credentials is None:
        raise TokenMissing
    verifier: TokenVerifier = request.app.state.verifier
    caller = await verifier.verify(credentials.credentials)
    request.scope[_CALLER] = caller
    return caller


CallerDep = Annotated[Caller, Depends(caller_of)]
"""Anybody who is signed in."""


class RoleRequired:
    """A dependency that lets the caller through if their role is one of ``roles``."""

    def __init__(self, roles: frozenset[Role]) -> None:
        self.roles = roles

    async def __call__(self, caller: CallerDep) -> Caller:
        """Return the caller; raises RoleNotAllowed."""
        if caller.role not in self.roles:
            raise RoleNotAllowed
        return caller


def requires(*roles: Role) -> RoleRequired:
    """Return a dependency for these roles: ``Annotated[Caller, Depends(requires(Role.AGENT))]``."""
    if not roles:
        raise ValueError("name at least one role, or use CallerDep")
    return RoleRequired(frozenset(roles))


async def public() -> None:
    """Mark a route that nobody need sign in for."""


PUBLIC = Depends(public)
"""Put it into ``dependencies=[PUBLIC]`` of a route or router."""


@dataclass(frozen=True, slots=True)
class RoutePolicy:
    """Who may reach a route; ``roles`` is None where any role may."""

    path: str
    methods: frozenset[str]
    public: bool
    signed_in: bool
    roles: frozenset[Role] | None

    @property
    def is_decided(self) -> bool:
        """Whether somebody thought about this route: public or signed in, and not both."""
        return self.public != self.signed_in

    def admits(self, role: Role) -> bool:
        """Tell whether a caller of this role gets past the door."""
        return self.public or (self.signed_in and (self.roles is None or role in self.roles))


def routes_with_policy(app: FastAPI) -> list[RoutePolicy]:
    """Return every route of the application with what it asks of its caller, in their order."""
    return [policy for _, policy in _policies(app)]


def _policies(app: FastAPI) -> Iterator[tuple[Callable[..., Any] | None, RoutePolicy]]:
    for context in iter_route_contexts(app.routes):
        dependant = getattr(context, "dependant", None)
        calls = _calls(dependant) if isinstance(dependant, Dependant) else []
        demands = [call.roles for call in calls if isinstance(call, RoleRequired)]
        policy = RoutePolicy(
            path=context.path or "",
            methods=frozenset(context.methods or ()),
            public=public in calls,
            signed_in=caller_of in calls,
            roles=frozenset.intersection(*demands) if demands else None,
        )
        yield context.endpoint, policy


def _calls(dependant: Dependant) -> list[object]:
    inner = [call for each in dependant.dependencies for call in _calls(each)]
    return [dependant.call, *inner]


async def at_the_door(request: Request) -> None:
    """Check the caller of a route that is not public, before the route's other dependencies.

    Give it to ``include_router`` and call ``post_doorkeepers`` when all routes are there.
    """
    policy = request.app.state.doors.get(request.scope["endpoint"])
    if policy is None:
        return
    caller = await caller_of(request, await BEARER(request))
    if policy.roles is not None and caller.role not in policy.roles:
        raise RoleNotAllowed


def post_doorkeepers(app: FastAPI) -> None:
    """Tell ``at_the_door`` what each route asks.

    A function that serves several routes of different policy is left to its own dependencies.
    """
    doors: dict[Callable[..., Any], RoutePolicy] = {}
    differing = set()
    for endpoint, policy in _policies(app):
        if endpoint is None or not policy.signed_in:
            continue
        known = doors.setdefault(endpoint, policy)
        if known.roles != policy.roles:
            differing.add(endpoint)
    app.state.doors = {each: doors[each] for each in doors if each not in differing}
