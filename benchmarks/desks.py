"""What an operator and an agent wait for, beside a bare authenticated read, in one run.

Over HTTP without a socket, one of each in turn: what else the machine does slows all of them.
Ratios are what to look at; a card that asks for each case by itself grows with the cases.
"""

import asyncio
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, redirect_stdout
from dataclasses import replace
from functools import partial
from io import StringIO

import httpx2 as httpx

from benchmarks.measuring import ROUNDS, WARM_UP, Read, databases, medians
from tests.builders.applications import Caller, House
from tests.builders.callers import by_phone, operator, verified
from tests.builders.database import committing
from tests.builders.submissions import FIN, OTHER_FIN, Json, self_service

CASES = 20
STRANGER = OTHER_FIN
BARE = "citizen /v1/cases, nothing there"


async def main() -> None:
    """Fill a database, make every request in turn, and print how they compare."""
    with databases() as url_of:
        for line in await _compared(url_of):
            sys.stdout.write(f"{line}\n")


async def _compared(url_of: Callable[[str], str]) -> Sequence[str]:
    url = url_of("applications")
    async with AsyncExitStack() as stack:
        # What the services log would bury the table.
        stack.enter_context(redirect_stdout(StringIO()))
        database = await stack.enter_async_context(committing(url))
        house = await stack.enter_async_context(House(database, url))
        house.app.state.casework = replace(house.casework, cards_per_hour=1_000_000)
        reads = await _reads(house)
        taken = dict(zip(reads, await medians(list(reads.values())), strict=True))
    lines = [f"{'request':<52}{'ms':>9}{'ratio':>9}"]
    return lines + [f"{n:<52}{ms:>9.1f}{ms / taken[BARE]:>8.1f}x" for n, ms in taken.items()]


async def _reads(house: House) -> Mapping[str, Read]:
    citizen, stranger = await house.citizen(), await house.citizen(STRANGER)
    agent = await house.agent()
    for _ in range(CASES):
        (await citizen.submit(self_service())).raise_for_status()
    while await house.ask_registries():
        pass
    case = await house.at_desk(agent)
    few, many = await operator(house), await operator(house, "operator-orkhan")
    return {
        BARE: partial(stranger.get, "/v1/cases"),
        "operator /v1/caller-cards, no case": await _card(few, STRANGER),
        f"operator /v1/caller-cards, {CASES} cases": await _card(many, FIN),
        "agent /v1/cases/{case_id}": partial(agent.get, f"/v1/cases/{case['case_id']}"),
        "operator POST /v1/cases": partial(_applies, few, iter(await _calls(few))),
    }


async def _card(who: Caller, fin: str) -> Read:
    body = {"verification_id": await verified(who, fin)}
    return partial(who.post, "/v1/caller-cards", body)


async def _calls(who: Caller) -> list[Json]:
    """Return an application by phone for each round: nobody applies for the same thing twice."""
    fins = [f"{number:07}" for number in range(WARM_UP + ROUNDS)]
    return [by_phone(await verified(who, fin), fin) for fin in fins]


async def _applies(who: Caller, calls: Iterator[Json]) -> httpx.Response:
    return await who.submit(next(calls))


if __name__ == "__main__":
    asyncio.run(main())
