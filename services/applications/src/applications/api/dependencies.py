"""What routes ask for: the keys of the house, the moment, the language."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Header, Request

from applications.domain.case import Instant
from applications.use_cases.casework import Casework
from applications.use_cases.papers import Papers
from applications.use_cases.refusals import QueryUnknown
from shared.clock import NowDep
from shared.database import Database, SessionDep
from shared.database_clock import database_now
from shared.problems import language_of


async def _casework(request: Request) -> Casework:
    casework: Casework = request.app.state.casework
    return casework


async def _papers(request: Request) -> Papers:
    papers: Papers = request.app.state.papers
    return papers


async def _database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


async def _instant(now: NowDep, session: SessionDep) -> Instant:
    # Claims are leases and questions wait in a queue: both are measured by the database's clock,
    # which this process and every worker agree on.
    return Instant(business=now, system=await database_now(session))


async def _language(
    accept_language: Annotated[
        str | None, Header(description="`az` (default) or `en`, for the texts of the answer.")
    ] = None,
) -> str:
    return language_of(accept_language)


CaseworkDep = Annotated[Casework, Depends(_casework)]
"""The keys and rules of the house."""

PapersDep = Annotated[Papers, Depends(_papers)]
"""Where papers are kept, and who looks into them."""

DatabaseDep = Annotated[Database, Depends(_database)]
"""For a route whose bytes move between two transactions; every other asks for its session."""

InstantDep = Annotated[Instant, Depends(_instant)]
"""The moment of the request on both clocks: business time is asked first, it may be far."""

LanguageDep = Annotated[str, Depends(_language)]
"""The language of the answer's texts: ``az`` or ``en``."""


def only_query(*names: str) -> Callable[[Request], Awaitable[None]]:
    """Return a dependency that refuses query names nobody knows, and one given twice.

    A misspelt filter would list everything.
    """

    async def check(request: Request) -> None:
        sent = [name for name, _ in request.query_params.multi_items()]
        if set(sent) - set(names) or len(sent) != len(set(sent)):
            raise QueryUnknown(names)

    return check
