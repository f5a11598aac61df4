"""What routes ask for: the keys of the house, the moment, the language, and kept answers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request, Response

from applications.domain.case import Instant
from applications.use_cases.casework import Casework
from applications.use_cases.refusals import QueryUnknown
from shared.clock import NowDep, system_now
from shared.database import Session
from shared.idempotency import (
    Idempotency,
    IdempotencyKeyDep,
    StoredAnswer,
    key_of,
    replay,
)
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


def only_query(*names: str) -> Callable[[Request], Awaitable[None]]:
    """Return a dependency that refuses query names nobody knows, and one given twice.

    A misspelt filter would list everything.
    """

    async def check(request: Request) -> None:
        sent = [name for name, _ in request.query_params.multi_items()]
        if set(sent) - set(names) or len(sent) != len(set(sent)):
            raise QueryUnknown(names)

    return check


async def _once(request: Request, key: IdempotencyKeyDep) -> Once:
    return Once(request.app.state.idempotency, key, await request.body())


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
"""The request's ``Idempotency-Key`` with what was sent under it."""

OnceIfKeyedDep = Annotated[Once | None, Depends(_once_if_keyed)]
"""The same where the caller may choose: None without a key."""
