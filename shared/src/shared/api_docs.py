"""``/openapi.json`` and ``/docs``: what the interface is, read and tried without leaving our host."""

import re
from importlib.resources import files
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from shared.errors import Kind
from shared.identity.dependencies import PUBLIC
from shared.problems import documented, responses, schemas

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<link rel="icon" href="docs/assets/favicon-32x32.png">
<link rel="stylesheet" href="docs/assets/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="docs/assets/swagger-ui-bundle.js"></script>
<script src="docs/assets/start.js"></script>
</body>
</html>
"""
_START = """SwaggerUIBundle({
  url: "openapi.json", dom_id: "#swagger-ui", deepLinking: true, validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis], layout: "BaseLayout"
});
"""
# The page may load from our host alone, whatever it contains; the styles are in the bundle's markup.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_FIRST_SENTENCE = re.compile(r"(.+?)\.(?:\s|$)", re.DOTALL)
_ASSETS = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "favicon-32x32.png": "image/png",
}


def docs_router() -> APIRouter:
    """Return the routes of the document and of the page; all of them public."""
    router = APIRouter(include_in_schema=False, dependencies=[PUBLIC])
    router.add_api_route("/openapi.json", _document)
    router.add_api_route("/docs", _page)
    router.add_api_route("/docs/assets/{name}", _asset)
    return router


async def _document(request: Request) -> JSONResponse:
    app: FastAPI = request.app
    return JSONResponse(app.openapi())


async def _page(request: Request) -> HTMLResponse:
    app: FastAPI = request.app
    return HTMLResponse(_PAGE.format(title=app.title), headers={"Content-Security-Policy": _POLICY})


async def _asset(name: str) -> Response:
    headers = {"Cache-Control": "public, max-age=86400"}
    if name == "start.js":
        return Response(_START, headers=headers, media_type="text/javascript")
    if name not in _ASSETS:
        raise HTTPException(404)
    content = files("fastapi_swagger.resources").joinpath(name).read_bytes()
    return Response(content, headers=headers, media_type=_ASSETS[name])


def use_documented_openapi(app: FastAPI) -> None:
    """Make ``app.openapi()`` an OpenAPI 3.1 document with problem details in place of defaults."""

    def openapi() -> dict[str, Any]:
        if not app.openapi_schema:
            app.openapi_schema = _with_problems(
                get_openapi(
                    title=app.title,
                    version=app.version,
                    description=app.description,
                    routes=app.routes,
                )
            )
        return app.openapi_schema

    # FastAPI names this attribute as the place to put one's own function.
    setattr(app, "openapi", openapi)  # noqa: B010 - a plain assignment to a method is a type error


def _with_problems(document: dict[str, Any]) -> dict[str, Any]:
    """Document failures once for every operation: what signing in, input and absence can answer."""
    known = document.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        known.pop(name, None)
    known.update(schemas())
    for path in document.get("paths", {}).values():
        for operation in path.values():
            _complete(operation)
            _put_in_words(operation)
    return document


def _put_in_words(operation: dict[str, Any]) -> None:
    """Call an operation by the first sentence of its description, where nobody chose a summary.

    A list of operations, and the names in a generated client, then say what each is for; FastAPI
    alone would only spell the function's name.
    """
    spelt = str(operation.get("operationId", "")).replace("_", " ").title()
    sentence = _FIRST_SENTENCE.match(operation.get("description", ""))
    if sentence is None or operation.get("summary") != spelt:
        return
    operation["summary"] = " ".join(sentence[1].replace("`", "").split())
    rest = operation.pop("description")[sentence.end() :].strip()
    if rest:
        operation["description"] = rest


def _complete(operation: dict[str, Any]) -> None:
    said = operation.setdefault("responses", {})
    kinds = [Kind.UNAUTHENTICATED, Kind.FORBIDDEN] if operation.get("security") else []
    if said.pop("422", None) is not None:
        kinds.append(Kind.INVALID)
    if "requestBody" in operation:
        kinds.extend([Kind.MALFORMED, Kind.TOO_LARGE])
    for status, response in responses(*kinds).items():
        said.setdefault(str(status), response)
    said.setdefault("default", documented("Any other failure, as problem details."))
