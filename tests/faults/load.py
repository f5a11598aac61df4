"""A steady intake by several portals, each of which repeats with the same key until it is told 201."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import httpx2 as httpx

from tests.journeys.submissions import by_portal

FIRST_DAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
"""A working day with many of them after it: during the load a day passes each second."""
DAYS_TO_A_NOTICE = 21
ANSWERED_WITHIN = 90.0
REPEATED = 3
"""One request in so many is sent once more after its 201, as by a client that lost the answer."""


@dataclass(frozen=True)
class Parent:
    """Somebody who applies: the person, and their token."""

    person: dict[str, Any]
    token: str

    def submission(self) -> dict[str, Any]:
        """Return what the portal sends for this person."""
        names = ("fin", "given_name", "family_name", "birth_date")
        return by_portal(*(str(self.person[name]) for name in names))


@dataclass(frozen=True)
class Accepted:
    """A case whose client was told 201."""

    case_id: str
    key: str
    parent: Parent
    receipt: dict[str, Any]


@dataclass
class Load:
    """The load while it runs; ``accepted`` and ``others`` (statuses besides 201) grow.

    ``ports`` are where applications listens; writers take turns. ``days_pass`` moves the business
    clock on by a day each second, so that notices fall due while the load runs. Without
    ``keep_alive`` each request has a connection of its own: none is begun on one that is closing.
    """

    outside: httpx.AsyncClient
    parents: Sequence[Parent]
    ports: Sequence[int]
    rate: float
    writers: int
    days_pass: bool = True
    keep_alive: bool = True
    today: datetime = FIRST_DAY
    accepted: list[Accepted] = field(default_factory=list)
    decided: set[str] = field(default_factory=set)
    """The accepted cases that somebody decided meanwhile."""
    others: Counter[str] = field(default_factory=Counter)
    answers: list[tuple[float, str]] = field(default_factory=list)
    """When (monotonic) which status or error came."""
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: list["asyncio.Task[None]"] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        await self.it_is(FIRST_DAY)
        self._tasks = [asyncio.create_task(self._write(number)) for number in range(self.writers)]
        if self.days_pass:
            self._tasks.append(asyncio.create_task(self._let_days_pass()))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """End the load: every request that was begun is repeated until it is answered 201."""
        self._stop.set()
        done, late = await asyncio.wait(self._tasks, timeout=ANSWERED_WITHIN)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        if error is None:
            assert not late, f"a client was never told 201: {dict(self.others)}"
            for task in done:
                task.result()

    async def until(self, accepted: int, *, seconds: float = 60.0) -> None:
        """Wait until so many more cases are accepted than at the call."""
        wanted, ends_at = len(self.accepted) + accepted, time.monotonic() + seconds
        while len(self.accepted) < wanted:
            ended = [task for task in self._tasks if task.done() and not self._stop.is_set()]
            for task in ended:
                task.result()
            assert time.monotonic() < ends_at, (
                f"{len(self.accepted)} of {wanted} accepted after {seconds:g} s: {dict(self.others)}"
            )
            await asyncio.sleep(0.05)

    @property
    def case_ids(self) -> list[str]:
        """Return the cases whose clients were told 201."""
        return [one.case_id for one in self.accepted]

    def since(self, moment: float) -> Counter[str]:
        """Count the answers since ``moment`` (monotonic) by status or error."""
        return Counter(said for at, said in self.answers if at >= moment)

    async def let_notices_fall_due(self) -> None:
        """Move the business clock so far that every case of this load was due its notice."""
        await self.it_is(self.today + timedelta(days=DAYS_TO_A_NOTICE))

    async def _let_days_pass(self) -> None:
        while not self._stop.is_set():
            await asyncio.sleep(1)
            await self.it_is(self.today + timedelta(days=1))

    async def it_is(self, instant: datetime) -> None:
        """Set the business clock; it runs on from there."""
        self.today = instant
        answer = await self.outside.put("/clock", json={"now": instant.isoformat()})
        assert answer.is_success, answer.text

    async def _write(self, number: int) -> None:
        """One portal: begins a request every ``writers / rate`` seconds unless it is behind."""
        limits = httpx.Timeout(15)
        pause, begin_at = self.writers / self.rate, time.monotonic() + number / self.rate
        kept = httpx.Limits(max_keepalive_connections=None if self.keep_alive else 0)
        async with httpx.AsyncClient(timeout=limits, limits=kept, trust_env=False) as client:
            turn = number
            while not self._stop.is_set():
                await asyncio.sleep(max(0.0, begin_at - time.monotonic()))
                begin_at = max(begin_at + pause, time.monotonic())
                parent = self.parents[turn % len(self.parents)]
                await self._apply(client, parent, turn)
                turn += 1

    async def _apply(self, client: httpx.AsyncClient, parent: Parent, turn: int) -> None:
        key, body, port = str(uuid4()), parent.submission(), self.ports[turn % len(self.ports)]
        answer = await self._accepted(client, parent, port, key, body)
        self._heard(str(answer.status_code))
        receipt = answer.json()
        self.accepted.append(Accepted(receipt["case_id"], key, parent, receipt))
        if turn % REPEATED == 0:
            again = await self._accepted(client, parent, self.ports[-1], key, body)
            assert again.text == answer.text, "one key was answered in two ways"

    async def _accepted(
        self,
        client: httpx.AsyncClient,
        parent: Parent,
        port: int,
        key: str,
        body: dict[str, Any],
    ) -> httpx.Response:
        """Send a request with the same key until it is answered 201; return that answer."""
        while True:
            answer = await self._send(client, parent, port, key, body)
            if answer is not None and answer.status_code == httpx.codes.CREATED:
                return answer
            await asyncio.sleep(0.3)

    async def _send(
        self,
        client: httpx.AsyncClient,
        parent: Parent,
        port: int,
        key: str,
        body: dict[str, Any],
    ) -> httpx.Response | None:
        headers = {"Authorization": f"Bearer {parent.token}", "Idempotency-Key": key}
        try:
            address = f"http://127.0.0.1:{port}/v1/cases"
            answer = await client.post(address, json=body, headers=headers)
        except httpx.TransportError as error:
            self._heard(type(error).__name__)
            return None
        if answer.status_code != httpx.codes.CREATED:
            self._heard(str(answer.status_code))
        final = httpx.codes.is_client_error(answer.status_code)
        assert not final, f"refused for good: {answer.status_code} {answer.text}"
        return answer

    def _heard(self, said: str) -> None:
        self.answers.append((time.monotonic(), said))
        if said != str(httpx.codes.CREATED.value):
            self.others[said] += 1
