"""Public answers that caches may keep: a strong ETag of the bytes, 304 for who has them."""

from hashlib import sha256
from typing import Any

from fastapi import Response
from pydantic import BaseModel

from shared.etags import none_match


def cached(body: BaseModel, *, if_none_match: str | None, max_age: int) -> Response:
    """Return ``body`` as JSON, or 304 when the caller has these very bytes (RFC 9110, 13.1.2).

    ``max_age`` is in seconds: how long a cache may answer without asking again.
    """
    content = body.model_dump_json().encode()
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": f"public, max-age={max_age}"}
    if none_match(if_none_match, etag):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/json", headers=headers)


NOT_MODIFIED: dict[int | str, dict[str, Any]] = {
    304: {"description": "The caller has this version already (`If-None-Match`)."}
}
"""The ``responses=`` entry of a cached route."""
