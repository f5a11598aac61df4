"""How much longer a page of a list takes at 100,000 cases than at 100, in one run.

Two databases side by side, one page of each in turn, over HTTP without a socket: what else the
machine does slows both. Ratios are what to look at; a list that reads its table grows a thousandfold.
"""

import asyncio
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack, redirect_stdout
from dataclasses import dataclass
from functools import partial
from io import StringIO
from typing import Any

from applications.storage import statistics
from benchmarks.measuring import databases, medians
from shared.identity.caller import Role
from tests.builders.applications import LEYLA, RASHAD, House
from tests.builders.database import committing
from tests.builders.many_cases import fill
from tests.builders.submissions import FIN

FEW, MANY = 100, 100_000


@dataclass(frozen=True, slots=True)
class Page:
    """A list as somebody reads it."""

    role: Role
    wishes: Mapping[str, Any]
    path: str
    params: Mapping[str, Any]

    def __str__(self) -> str:
        """Return who reads what, as a row of the table names it."""
        return " ".join([self.role, self.path, *(f"{k}={v}" for k, v in self.params.items())])


AUDITOR = {"person": "audit"}
PAGES = (
    Page(Role.AGENT, LEYLA, "/v1/cases", {}),
    Page(Role.OFFICER, RASHAD, "/v1/cases", {}),
    Page(Role.OFFICER, RASHAD, "/v1/cases", {"assignee": "officer:o-3"}),
    Page(Role.OFFICER, RASHAD, "/v1/cases", {"channel": "post"}),
    Page(Role.AUDITOR, AUDITOR, "/v1/cases", {"state": "closed"}),
    Page(Role.CITIZEN, {"person": FIN}, "/v1/cases", {}),
    Page(Role.AGENT, LEYLA, "/v1/tickets", {}),
    Page(Role.AUDITOR, AUDITOR, "/v1/statistics", {"by": "service"}),
)


async def main() -> None:
    """Fill two databases, read every page of both in turn, and print how they compare."""
    with databases() as url_of:
        for line in await _compared(url_of):
            sys.stdout.write(f"{line}\n")


async def _compared(url_of: Callable[[str], str]) -> Sequence[str]:
    url = url_of("applications")
    async with AsyncExitStack() as stack:
        # What the services log would bury the table.
        stack.enter_context(redirect_stdout(StringIO()))
        few, many = [await _house(stack, url, count) for count in (FEW, MANY)]
        lines = [f"{'page':<52}{'10^2 ms':>9}{'10^5 ms':>9}{'ratio':>8}"]
        for page in PAGES:
            readers = [await house.caller(page.role, **page.wishes) for house in (few, many)]
            reads = [partial(reader.get, page.path, **page.params) for reader in readers]
            small, large = await medians(reads)
            lines.append(f"{page!s:<52}{small:>9.1f}{large:>9.1f}{large / small:>7.1f}x")
        return lines


async def _house(stack: AsyncExitStack, url: str, count: int) -> House:
    database = await stack.enter_async_context(committing(url))
    house = await stack.enter_async_context(House(database, url))
    await house.submitted_in_person(await house.agent())
    async with database.transaction() as session:
        await fill(await session.connection(), count)
    async with database.transaction() as session:
        await statistics.rebuild(session)
    return house


if __name__ == "__main__":
    asyncio.run(main())
