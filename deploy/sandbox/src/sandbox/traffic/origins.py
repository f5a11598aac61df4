"""Which pages of other origins may read the identity provider: those of its own portals."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.identity.clients import Portal

READ_BY_PORTALS = frozenset(
    {"/identity/.well-known/openid-configuration", "/identity/jwks", "/identity/token"}
)
"""What a portal asks from its page; everything else a browser visits, or is no portal's business."""


class PortalOrigins:
    """Pure ASGI; a browser's question beforehand is answered here and is no call of the suite's."""

    def __init__(self, app: ASGIApp, *, portals: Iterable[Portal]) -> None:
        self._app = app
        self._shared = CORSMiddleware(
            app, allow_origins=origins_of(portals), allow_methods=["GET", "POST"], max_age=600
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request."""
        asked = scope["path"] if scope["type"] == "http" else None
        app = self._shared if asked in READ_BY_PORTALS else self._app
        await app(scope, receive, send)


def origins_of(portals: Iterable[Portal]) -> list[str]:
    """Return the origins of the addresses that portals come back to."""
    addresses = (urlsplit(each) for portal in portals for each in portal.redirect_uris)
    return sorted({f"{address.scheme}://{address.netloc}" for address in addresses})
