"""The identity provider over HTTP: discovery, keys, and tokens for machines and signed-in people."""

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import unquote_plus

from fastapi import APIRouter, Form, Header, status
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from sandbox.identity.clients import Client
from sandbox.identity.sign_in import METHOD, Grant
from sandbox.identity.tokens import BEARER, LIFETIME, Grantee, SignedIn
from sandbox.registries.people import Person
from sandbox.world import World, WorldDep
from shared.identity.caller import Role

router = APIRouter(prefix="/identity", tags=["identity"])

MACHINE, PERSON = "client_credentials", "authorization_code"


class TokenAnswer(BaseModel):
    """An access token (RFC 6749 section 5.1); ``expires_in`` counts seconds of system time."""

    access_token: str
    token_type: str
    expires_in: int


class SignedInAnswer(TokenAnswer):
    """The same for a person, with the ID token for the portal (OpenID Connect Core, 3.1.3.3)."""

    id_token: str
    scope: str


class TokenForm(BaseModel):
    """The forms of RFC 6749 sections 4.4.2 and 4.1.3, with the proof of RFC 7636 section 4.5.

    What it does not know is ignored, as section 3.2 says.
    """

    grant_type: str = ""
    client_id: str = ""
    client_secret: str = ""
    audience: list[str] = []
    code: str = ""
    redirect_uri: str = ""
    code_verifier: str = ""


@router.get("/.well-known/openid-configuration")
async def discovery(world: WorldDep) -> dict[str, Any]:
    """Return where the provider's endpoints are (OpenID Connect Discovery, RFC 8414)."""
    issuer = world.issuer.issuer
    return {
        "issuer": issuer,
        "jwks_uri": f"{issuer}/jwks",
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "grant_types_supported": [MACHINE, PERSON],
        "token_endpoint_auth_methods_supported": [
            "client_secret_basic",
            "client_secret_post",
            "none",
        ],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "scopes_supported": ["openid"],
        "code_challenge_methods_supported": [METHOD],
        "authorization_response_iss_parameter_supported": True,
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "claims_supported": ["sub", "fin", "given_name", "family_name", "birthdate"],
        "ui_locales_supported": ["az", "en"],
    }


@router.get("/jwks")
async def key_set(world: WorldDep) -> dict[str, list[dict[str, str]]]:
    """Return the public keys tokens are checked with (RFC 7517)."""
    return {"keys": [world.issuer.key.public_jwk()]}


@router.post("/token", response_model=SignedInAnswer | TokenAnswer)
async def token(
    world: WorldDep,
    form: Annotated[TokenForm, Form()],
    authorization: Annotated[str, Header()] = "",
) -> JSONResponse:
    """Give a machine its token (RFC 6749 section 4.4), or a portal those of who has signed in (4.1).

    Refusals have the shape of RFC 6749 section 5.2, because OAuth clients read that.
    """
    if form.grant_type == MACHINE:
        return _for_machine(world, form, authorization)
    if form.grant_type == PERSON:
        return _for_person(world, form)
    return _refusal("unsupported_grant_type", f"grant_type must be {MACHINE} or {PERSON}")


def _for_machine(world: World, form: TokenForm, authorization: str) -> JSONResponse:
    """Take credentials by Basic or by form fields.

    ``audience`` names the services the token is for, of those the client may reach; absent, all.
    """
    credentials = _basic(authorization) if authorization else (form.client_id, form.client_secret)
    client = _authenticated(world, credentials)
    if client is None:
        return _refusal("invalid_client", "unknown client or wrong secret", 401)
    audiences = form.audience or list(client.audiences)
    if not set(audiences) <= set(client.audiences):
        allowed = ", ".join(client.audiences)
        return _refusal("invalid_target", f"this client may name: {allowed}")
    return JSONResponse(_answer(world, client, audiences).model_dump(), headers=_NOT_STORED)


def _for_person(world: World, form: TokenForm) -> JSONResponse:
    """Take a code once, with its proof, from the portal it was given to."""
    if form.client_id not in world.portals:
        return _refusal("invalid_client", "unknown portal", 401)
    now = datetime.now(UTC)
    grant = world.codes.take(
        form.code,
        client_id=form.client_id,
        redirect_uri=form.redirect_uri,
        verifier=form.code_verifier,
        now=now,
    )
    person = None if grant is None else world.people.find("fin", grant.fin)
    if grant is None or person is None:
        return _refusal("invalid_grant", "the code is used, has run out, or lacks its proof")
    return JSONResponse(_signed_in(world, grant, person, now).model_dump(), headers=_NOT_STORED)


def _signed_in(world: World, grant: Grant, person: Person, now: datetime) -> SignedInAnswer:
    client = grant.request.portal.client_id
    grantee = Grantee(person.subject, client, Role.CITIZEN)
    access = world.issuer.issue(grantee, now=now, claims={"fin": person.fin})
    signed_in = SignedIn(person.subject, client, grant.request.sent["nonce"], grant.at)
    claims = {
        "fin": person.fin,
        "given_name": person.given_name,
        "family_name": person.family_name,
        "birthdate": person.birth_date.isoformat(),
    }
    return SignedInAnswer(
        access_token=access,
        token_type=BEARER,
        expires_in=int(LIFETIME / timedelta(seconds=1)),
        id_token=world.issuer.identify(signed_in, access, now=now, claims=claims),
        scope="openid",
    )


_NOT_STORED = {"Cache-Control": "no-store"}


def _answer(world: World, client: Client, audiences: Sequence[str]) -> TokenAnswer:
    grantee = Grantee(client.client_id, client.client_id, client.role, audiences)
    claims = {"organisation": client.organisation}
    signed = world.issuer.issue(grantee, now=datetime.now(UTC), claims=claims)
    return TokenAnswer(
        access_token=signed, token_type=BEARER, expires_in=int(LIFETIME / timedelta(seconds=1))
    )


def _authenticated(world: World, credentials: tuple[str, str] | None) -> Client | None:
    if credentials is None:
        return None
    client = world.clients.get(credentials[0])
    return client if client is not None and client.has_secret(credentials[1]) else None


def _basic(header: str) -> tuple[str, str] | None:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, colon, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    # RFC 6749 section 2.3.1: both halves are form-encoded before they are joined.
    return (unquote_plus(client_id), unquote_plus(secret)) if colon else None


def _refusal(
    error: str, description: str, status_code: int = status.HTTP_400_BAD_REQUEST
) -> JSONResponse:
    headers = dict(_NOT_STORED)
    if status_code == status.HTTP_401_UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Basic realm="sandbox"'
    return JSONResponse({"error": error, "error_description": description}, status_code, headers)
