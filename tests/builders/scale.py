"""Reading a list among a hundred thousand rows: who reads what, at what cost, and how it goes on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from shared.cursors import encode
from shared.database import Database
from shared.identity.caller import Role
from tests.builders.applications import Caller
from tests.builders.statements import Scan, recorded, scans
from tests.builders.submissions import Json

Who = tuple[Role, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody reads a list, and looks at no more rows than ``rows`` for it.

    ``deep`` is a place far behind the start, by what the list is sorted by. ``later``: it is the
    page behind one that begins there which is read, by the cursor that page gave out.
    """

    who: Who
    path: str
    rows: int
    params: Mapping[str, Any]
    deep: tuple[Any, ...] | None = None
    later: bool = False

    def __str__(self) -> str:
        params = ", ".join(f"{name}={value}" for name, value in self.params.items())
        words = (str(self.who[0]), self.path, params, "later" if self.later else "")
        return " ".join(word for word in words if word)


def reads(
    who: Who, path: str, rows: int, deep: tuple[Any, ...] | None = None, **params: Any
) -> Reading:
    """Return a reading of the beginning of a list."""
    return Reading(who, path, rows, params, deep)


def later(reading: Reading) -> Reading:
    """Return the reading of a page deep in the same list, with the same budget."""
    return replace(reading, later=True)


async def cursor_of(caller: Caller, reading: Reading) -> Mapping[str, str]:
    """Return the cursor that leads to the page: what a client has who has read so far.

    Where nothing lies behind the deep page it is the cursor of the first one; none where all fits one.
    """
    if not reading.later:
        return {}
    return await _behind_the_deep_page(caller, reading) or await _behind(caller, reading, {})


async def _behind_the_deep_page(caller: Caller, reading: Reading) -> Mapping[str, str]:
    start = {} if reading.deep is None else {"cursor": encode(*reading.deep)}
    return await _behind(caller, reading, start) if start else {}


async def _behind(caller: Caller, reading: Reading, start: Mapping[str, str]) -> Mapping[str, str]:
    answer = await caller.get(reading.path, **{**reading.params, **start})
    assert answer.status_code == 200, answer.text
    given = answer.json()["next"]
    return {} if given is None else {"cursor": given}


async def plans(
    database: Database, caller: Caller, reading: Reading, grown: Collection[str]
) -> list[list[Scan]]:
    """Read a list, and return how each plan of each of its statements reads the tables that grew."""
    cursor = await cursor_of(caller, reading)
    with recorded(database) as recording:
        answer = await caller.get(reading.path, **{**reading.params, **cursor})
    assert answer.status_code == 200, answer.text
    found = []
    for generic in (False, True):
        for statement in recording.statements:
            async with database.transaction() as session:
                read = await scans(await session.connection(), statement, generic=generic)
            found.append([scan for scan in read if scan.table in grown])
    return found


async def expect_page_alone(
    database: Database, caller: Caller, reading: Reading, grown: Collection[str]
) -> None:
    """Expect a page to be read by indexes, within its budget, and not from tables that did not grow."""
    found = await plans(database, caller, reading, grown)

    assert any(found), "no table that grew was read at all"
    for scanned in found:
        to_the_end = [scan for scan in scanned if "Seq" in scan.kind]
        assert not to_the_end, f"read to its end: {to_the_end}"
        rows = sum(scan.rows for scan in scanned)
        assert rows <= reading.rows, f"{rows} <= {reading.rows} rows: {scanned}"


async def expect_to_go_on(caller: Caller, reading: Reading) -> None:
    """Expect what a client reads next to be new: from the first page on, and deep in the list."""
    seen: set[str] = set()
    cursor: Mapping[str, str] = {}
    for _ in range(3):
        answer = await caller.get(reading.path, **{**reading.params, **cursor})
        assert answer.status_code == 200, answer.text
        page = answer.json()
        seen |= _new(page, seen)
        if page["next"] is None:
            return
        cursor = {"cursor": page["next"]}
    if far := await _behind_the_deep_page(caller, reading):
        _new((await caller.get(reading.path, **{**reading.params, **far})).json(), seen)


def _new(page: Json, seen: set[str]) -> set[str]:
    """Return what is on a page, none of which may have been read before."""
    items = {str(item) for item in page["items"]}
    assert items.isdisjoint(seen), f"read twice: {items & seen}"
    return items
