"""What routes ask for: the keys of the house, the moment, the language, and kept answers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request, Response

from applications.domain.case import Instant
from applications.use_cases.casework import Casework
from shared.clock import NowDep, system_now
from shared.database import Session
from shared.idempotency import Idempotency, IdempotencyKeyDep, StoredAnswer, replay
from shared.identity.caller import Caller
from shared.problems import language_of


async def _casework(request: Request) -> Casework:
    casework: Casework = request.app.state.casework
    return casework


async def _instant(now: NowDep) -> Instant:
    return Instant(business=now, system=system_now())


async def _language(
    accept_language: Annotated[
        str | None, Header(description="`az` (default) or `en`, for the texts of the answer.")
    ] = None,
) -> str:
    return language_of(accept_language)


CaseworkDep = Annotated[Casework, Depends(_casework)]
"""The keys and rules of the house."""

InstantDep = Annotated[Instant, Depends(_instant)]
"""The moment of the request on both clocks. Ask for it before the transaction: it may be far."""

LanguageDep = Annotated[str, Depends(_language)]
"""The language of the answer's texts: ``az`` or ``en``."""


@dataclass(frozen=True, slots=True)
class Once:
    """Makes what a POST creates once for each key of the caller, and repeats the first answer."""

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
    return Once(request.app.state.idempotency, key, await request.body())


OnceDep = Annotated[Once, Depends(_once)]
"""The request's ``Idempotency-Key`` with what was sent under it."""
