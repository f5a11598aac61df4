"""Signing in from a portal: the page, and the way back with a code."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Header, Request
from fastapi.responses import RedirectResponse, Response

from sandbox.api.sign_in_page import picking_page, refusing_page
from sandbox.identity.sign_in import (
    Grant,
    SignInRefused,
    SignInRequest,
    ensure_answerable,
    request_of,
)
from sandbox.world import World, WorldDep
from shared.problems import language_of

router = APIRouter(prefix="/identity", tags=["identity"], include_in_schema=False)

SEE_OTHER = 303


@router.get("/authorize")
async def show_page(
    request: Request, world: WorldDep, accept_language: Annotated[str, Header()] = ""
) -> Response:
    """Let whoever sits at the browser pick a test person; what is wrong is told to the portal."""
    sent = request.query_params.multi_items()
    language = language_of(accept_language)
    asked = request_of(world.portals, sent)
    if asked is None:
        return refusing_page(language)
    refused = _refusal(world, asked, sent)
    return refused or picking_page(asked, world.people.everybody, language)


@router.post("/authorize")
async def sign_in(
    request: Request, world: WorldDep, accept_language: Annotated[str, Header()] = ""
) -> Response:
    """Send the browser back to its portal with a code for the person who was picked."""
    form = await request.form()
    sent = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    asked = request_of(world.portals, sent)
    if asked is None:
        return refusing_page(language_of(accept_language))
    refused = _refusal(world, asked, sent)
    if refused is not None:
        return refused
    fin = dict(sent).get("person", "")
    if world.people.find("fin", fin) is None:
        return _back(world, asked, {"error": "access_denied", "error_description": "nobody picked"})
    code = world.codes.give(Grant(asked, fin, datetime.now(UTC)))
    return _back(world, asked, {"code": code})


def _refusal(
    world: World, asked: SignInRequest, sent: Sequence[tuple[str, str]]
) -> RedirectResponse | None:
    try:
        ensure_answerable(asked, sent)
    except SignInRefused as refused:
        said = {"error": refused.error, "error_description": refused.description}
        return _back(world, asked, said)
    return None


def _back(world: World, asked: SignInRequest, answer: Mapping[str, str]) -> RedirectResponse:
    # ``iss`` tells the portal which provider answers (RFC 9207).
    address = asked.comes_back_with({**answer, "iss": world.issuer.issuer})
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return RedirectResponse(address, SEE_OTHER, headers)
