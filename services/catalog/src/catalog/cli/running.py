"""Running a command: settings, one database, one transaction for each piece of work."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

import typer

from catalog.cli.options import Language
from catalog.cli.sentences import refusal
from catalog.settings import Settings
from shared.business_clock import clock_for
from shared.database import Database, Session
from shared.errors import DomainError
from shared.settings import load_settings

ResultT = TypeVar("ResultT")
Work = Callable[[Session, datetime], Awaitable[ResultT]]
"""A piece of work: its transaction and the instant (business time) it happens at."""

REFUSED = 1


def run_each(pieces: list[Work[ResultT]], language: Language) -> list[ResultT]:
    """Do each piece in a transaction of its own, one after the other, and return what they gave.

    What a piece refuses is printed in ``language`` and ends the command with status 1; the pieces
    before it stay done.
    """
    try:
        return asyncio.run(_run(load_settings(Settings), pieces))
    except DomainError as refused:
        typer.echo("\n".join(refusal(refused, language)), err=True)
        raise typer.Exit(REFUSED) from refused


def run_one(piece: Work[ResultT], language: Language) -> ResultT:
    """Do one piece of work in one transaction; see ``run_each``."""
    (result,) = run_each([piece], language)
    return result


async def _run(settings: Settings, pieces: list[Work[ResultT]]) -> list[ResultT]:
    database = Database(settings.database_url, application_name="catalog-cli", pool_size=1)
    clock = clock_for(settings.business_clock_url)
    try:
        results = []
        for piece in pieces:
            now = await clock.now()
            async with database.transaction() as session:
                results.append(await piece(session, now))
        return results
    finally:
        await database.dispose()
