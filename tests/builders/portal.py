"""A portal that signs people in: what it sends, what it keeps, and what it checks."""

import re
import secrets
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2 as httpx

from sandbox.identity.sign_in import challenge_of

BACK = "http://127.0.0.1:8100/signed-in"
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


@dataclass
class Portal:
    """One visit: the secrets of one sign-in, on the portal's side."""

    provider: httpx.AsyncClient
    client_id: str = "portal"
    redirect_uri: str = BACK
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    state: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    def asked(self, **other: str | None) -> dict[str, str]:
        """Return the parameters of the request; None leaves one out."""
        whole: dict[str, str | None] = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": "openid",
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": challenge_of(self.verifier),
            "code_challenge_method": "S256",
            **other,
        }
        return {name: value for name, value in whole.items() if value is not None}

    async def page(self, **other: str | None) -> httpx.Response:
        """Send the browser to the provider."""
        return await self.provider.get("/identity/authorize", params=self.asked(**other))

    async def picks(self, fin: str, **other: str | None) -> dict[str, str]:
        """Let the person be picked on the page; returns what the browser comes back with."""
        page = await self.page(**other)
        assert page.status_code == 200, page.text
        fields = {unescape(name): unescape(value) for name, value in _HIDDEN.findall(page.text)}
        return came_back(
            await self.provider.post("/identity/authorize", data={**fields, "person": fin})
        )

    async def redeems(self, code: str, **other: str) -> httpx.Response:
        """Send the code with its proof."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "code_verifier": self.verifier,
            **other,
        }
        return await self.provider.post("/identity/token", data=form)

    async def signs_in(self, fin: str) -> dict[str, Any]:
        """Return the tokens of somebody who signed in without a hitch."""
        back = await self.picks(fin)
        assert back["state"] == self.state
        answer = await self.redeems(back["code"])
        assert answer.status_code == 200, answer.text
        tokens: dict[str, Any] = answer.json()
        return tokens


def came_back(answer: httpx.Response) -> dict[str, str]:
    """Return what a redirect brings to the portal, and nowhere else."""
    assert answer.status_code == 303, answer.text
    address = urlsplit(answer.headers["location"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == BACK
    return dict(parse_qsl(address.query))
