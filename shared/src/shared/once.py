"""What a route takes to happen once for each ``Idempotency-Key``; see ``shared.idempotency``."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request, Response

from shared.database import Session
from shared.idempotency import Idempotency, IdempotencyKeyDep, StoredAnswer, key_of, replay
from shared.identity.caller import Caller


@dataclass(frozen=True, slots=True)
class Once:
    """Makes what a POST creates once for each key of the caller, and repeats the first answer.

    ``request_bytes`` are all that was asked: what the path names, and the body.
    """

    idempotency: Idempotency
    key: str
    request_bytes: bytes

    async def answer(
        self,
        session: Session,
        caller: Caller,
        route: str,
        make: Callable[[], Awaitable[StoredAnswer]],
    ) -> Response:
        """Return the kept answer, or what ``make`` makes in this transaction."""
        kept = await self.idempotency.begin(session, caller, route, self.key, self.request_bytes)
        if kept is not None:
            return replay(kept)
        made = await make()
        await self.idempotency.finish(session, caller, route, self.key, made)
        return Response(made.body, made.status, dict(made.headers), media_type="application/json")


async def _once(request: Request, key: IdempotencyKeyDep) -> Once:
    said = await request.body()
    # The same key at another resource is another request, whatever its route calls itself.
    for value in request.path_params.values():
        said = b"[" + json.dumps(str(value)).encode() + b"," + said + b"]"
    return Once(request.app.state.idempotency, key, said)


async def _once_if_keyed(
    request: Request,
    idempotency_key: Annotated[
        str | None, Header(description="A UUID: with it, a repeated call changes nothing more.")
    ] = None,
) -> Once | None:
    if idempotency_key is None:
        return None
    return await _once(request, key_of(idempotency_key))


OnceDep = Annotated[Once, Depends(_once)]
"""The request's ``Idempotency-Key`` with what was sent under it, and to which resource."""

OnceIfKeyedDep = Annotated[Once | None, Depends(_once_if_keyed)]
"""The same where the caller may choose: None without a key."""
