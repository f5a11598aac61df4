"""The running suite and every way to break it: signals, outages, faults of the outside world."""

import asyncio
import json
import signal
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from inspect import isawaitable
from types import TracebackType
from typing import Any, Self

import asyncpg
import httpx2 as httpx

from local_stack.plan import Part
from local_stack.ports import free_port
from local_stack.processes import end, send, wait_until_gone
from local_stack.readiness import ask
from local_stack.stack import Stack
from tests.faults.balance import Balance, settled_balance
from tests.faults.load import Load, Parent

STOPS_WITHIN = 20.0
"""What a process may take to end after SIGTERM, in seconds."""
SETTLES_WITHIN = 150.0


class Ground:
    """One stack under test, with whatever a test starts beside its parts."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.plan = stack.plan
        self.outside = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{stack.plan.ports.sandbox}", timeout=15, trust_env=False
        )
        self._parts = {part.name: part for part in stack.plan.parts()}
        self._planned = set(self._parts)
        self.parents: list[Parent] = []

    async def __aenter__(self) -> Self:
        self.parents = await self._insured_parents()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Mend everything, whatever a test left: faults off, extra processes ended, all started."""
        await self.no_faults()
        for name, pid in self.stack.processes().items():
            send(pid, signal.SIGCONT)
            if name not in self._planned:
                await asyncio.to_thread(end, pid, signal.SIGTERM, patience=STOPS_WITHIN)
        servers, parts = self.stack.servers(), self.stack.processes()
        if set(servers) != {"postgres", "kafka"} or not self._planned <= set(parts):
            await asyncio.to_thread(self.stack.start)
        await self.until_ready()
        await self.outside.delete("/clock")
        await self.outside.aclose()

    # --- load and account -----------------------------------------------------------------------

    def load(
        self,
        rate: float = 2,
        writers: int = 4,
        *,
        apis: Sequence[str] = ("applications-api",),
        days_pass: bool = True,
        keep_alive: bool = True,
    ) -> Load:
        """Return a load of ``rate`` new cases a second by so many ``writers``, not begun yet."""
        ports = [self._parts[name].port for name in apis]
        return Load(self.outside, self.parents, ports, rate, writers, days_pass, keep_alive)

    async def settled(self, load: Load, *, seconds: float = SETTLES_WITHIN) -> Balance:
        """Wait until nothing of the suite is on its way, and expect its account to balance.

        Every case of the load is due its notice by then. Every client is still told the same.
        """
        await load.let_notices_fall_due()
        accepted = self.plan.folder / "accepted.jsonl"
        lines = [json.dumps({"case_id": one.case_id}) + "\n" for one in load.accepted]
        await asyncio.to_thread(accepted.write_text, "".join(lines), encoding="utf-8")
        balance = await settled_balance(self.plan, accepted, seconds=seconds)
        await self.expect_same_receipts(load)
        return balance

    async def expect_same_receipts(self, load: Load) -> None:
        """Every client that asks again for its receipt gets the one it was given."""
        assert load.accepted, f"nothing was accepted: {dict(load.others)}"
        port = self._parts["applications-api"].port
        async with httpx.AsyncClient(timeout=15, trust_env=False) as client:
            for one in load.accepted:
                again = await client.get(
                    f"http://127.0.0.1:{port}/v1/receipts/{one.key}",
                    headers={"Authorization": f"Bearer {one.parent.token}"},
                )
                assert again.json() == one.receipt

    # --- processes ------------------------------------------------------------------------------

    def port(self, part: str) -> int:
        """Return where a part listens."""
        return self._parts[part].port

    def pid(self, part: str) -> int:
        """Return the process id of a part that runs."""
        return self.stack.processes()[part]

    async def kill(self, part: str) -> None:
        """End a process with SIGKILL: it finishes nothing."""
        await asyncio.to_thread(end, self.pid(part), signal.SIGKILL, patience=5)

    async def end(self, part: str) -> float:
        """Ask a process to end with SIGTERM; return the seconds it took, at most STOPS_WITHIN."""
        pid, began = self.pid(part), time.monotonic()
        send(pid, signal.SIGTERM)
        gone = await asyncio.to_thread(wait_until_gone, pid, STOPS_WITHIN)
        assert gone, f"{part} still runs {STOPS_WITHIN:g} s after SIGTERM"
        return time.monotonic() - began

    async def start(self, part: str, *, wait: bool = True, **variables: str) -> int:
        """Start a part that ended, with other ``variables`` if any are given; return its id."""
        known = self._parts[part]
        told = replace(known, variables={**known.variables, **variables})
        how = self.stack.start_part if wait else self.stack.launch
        return await asyncio.to_thread(how, told)

    async def restart(self, part: str) -> float:
        """End a part with SIGTERM and start it again; return the seconds its end took."""
        seconds = await self.end(part)
        await self.start(part)
        return seconds

    def freeze(self, part: str) -> None:
        """Stop a process where it stands (SIGSTOP): it keeps its connections and says nothing."""
        send(self.pid(part), signal.SIGSTOP)

    def wake(self, part: str) -> None:
        """Let a frozen process go on."""
        send(self.pid(part), signal.SIGCONT)

    async def second(
        self, name: str, *, of: str, command: tuple[str, ...] | None = None, **variables: str
    ) -> Part:
        """Start a second process of a part under another name, on a port of its own."""
        model, port = self._parts[of], free_port()
        listens = "PORT" if of.endswith("-api") else "WORKER_PORT"
        told = {**model.variables, listens: str(port), **variables}
        part = Part(name, command or model.command, port, told)
        self._parts[name] = part
        await asyncio.to_thread(self.stack.start_part, part)
        return part

    def unready(self, part: str) -> dict[str, str]:
        """Return what a part's readiness says is not well, by name; empty when it is ready."""
        answer = ask(self._parts[part].address)
        if answer.ready:
            return {}
        if not answer.status:
            return {"process": answer.body}
        parts = json.loads(answer.body)["parts"]
        return {name: said["why"] for name, said in parts.items() if not said["ok"]}

    async def until_ready(self, *parts: str, seconds: float = 60.0) -> float:
        """Wait until parts (all of the plan unless named) are ready; return the seconds it took."""
        wanted = parts or tuple(self._planned)
        return await until(
            lambda: not any(self.unready(part) for part in wanted),
            f"{', '.join(wanted)} ready",
            seconds=seconds,
        )

    # --- servers --------------------------------------------------------------------------------

    async def kill_kafka(self) -> None:
        """End the broker with SIGKILL."""
        await asyncio.to_thread(_kill, self.stack.broker.pid())

    async def freeze_kafka(self) -> None:
        """Stop the broker where it stands (SIGSTOP): it takes connections and says nothing."""
        pid = self.stack.broker.pid()
        assert pid is not None, "the broker does not run"
        send(pid, signal.SIGSTOP)

    async def wake_kafka(self) -> None:
        """Let a frozen broker go on."""
        pid = self.stack.broker.pid()
        assert pid is not None, "the broker does not run"
        send(pid, signal.SIGCONT)

    async def start_kafka(self) -> None:
        """Start the broker again."""
        await asyncio.to_thread(self.stack.broker.start)

    async def stop_postgres(self, how: signal.Signals = signal.SIGINT) -> None:
        """End PostgreSQL: SIGINT closes connections first (fast), SIGQUIT does not (immediate)."""
        pid = self.stack.postgres.pid()
        assert pid is not None, "PostgreSQL does not run"
        send(pid, how)
        assert await asyncio.to_thread(wait_until_gone, pid, 30), "PostgreSQL did not end"

    async def start_postgres(self) -> None:
        """Start PostgreSQL again."""
        await asyncio.to_thread(self.stack.postgres.start)

    # --- the outside world and the databases ----------------------------------------------------

    async def fault(
        self, target: str, fault: str, *, seconds: float | None = None, times: int | None = None
    ) -> None:
        """Let an outside system fail from the next call on (``meis/sigorta``, ``esosial``)."""
        told = {"target": target, "fault": fault, "seconds": seconds, "times": times}
        answer = await self.outside.put(
            "/faults", json={name: value for name, value in told.items() if value is not None}
        )
        assert answer.is_success, answer.text

    async def no_faults(self) -> None:
        """Let the outside world work again."""
        answer = await self.outside.delete("/faults")
        assert answer.is_success, answer.text

    async def calls(self, target: str, *, after: int = 0) -> list[dict[str, Any]]:
        """Return what an outside system was asked since the call numbered ``after``."""
        told = {"target": target, "after": str(after), "limit": "10000"}
        answer = await self.outside.get("/calls", params=told)
        calls: list[dict[str, Any]] = answer.json()["items"]
        return calls

    async def last_call(self) -> int:
        """Return the number of the latest call to the outside world."""
        answer = await self.outside.get("/calls", params={"limit": "1"})
        return max((call["no"] for call in answer.json()["items"]), default=0)

    async def query(self, service: str, statement: str, *values: object) -> list[dict[str, Any]]:
        """Run a statement in a service's database (``applications``, ``meis_gateway``)."""
        connection = await asyncpg.connect(self._address(service), timeout=10)
        try:
            return [dict(row) for row in await connection.fetch(statement, *values)]
        finally:
            await connection.close()

    async def execute(self, service: str, statements: str) -> None:
        """Change a service's database, as somebody does who breaks or mends it."""
        connection = await asyncpg.connect(self._address(service), timeout=10)
        try:
            await connection.execute(statements)
        finally:
            await connection.close()

    def _address(self, service: str) -> str:
        [found] = [each for each in self.plan.services if each.package == service]
        return self.plan.database(found)

    async def _insured_parents(self) -> list[Parent]:
        """Sign in everybody who has a cabinet and is insured in both registries."""
        people = (await self.outside.get("/people")).json()["items"]
        return [await self._parent(person) for person in people if _is_insured(person)]

    async def _parent(self, person: dict[str, Any]) -> Parent:
        body = {"role": "citizen", "person": person["fin"]}
        answer = await self.outside.post("/identity/test-tokens", json=body)
        assert answer.is_success, answer.text
        return Parent(person, answer.json()["access_token"])


async def until(
    is_so: Callable[[], object | Awaitable[object]], what: str, *, seconds: float
) -> float:
    """Wait until it is so; return the seconds it took. Fails after ``seconds``.

    ``is_so`` may look by a coroutine; one that does not may block, it looks in a thread.
    """
    began = time.monotonic()
    while True:
        seen = await asyncio.to_thread(is_so)
        if await seen if isawaitable(seen) else seen:
            return time.monotonic() - began
        assert time.monotonic() - began < seconds, f"not within {seconds:g} s: {what}"
        await asyncio.sleep(0.1)


def _kill(pid: int | None) -> None:
    assert pid is not None, "the broker does not run"
    end(pid, signal.SIGKILL, patience=10)


def _is_insured(person: dict[str, Any]) -> bool:
    records = [person["registries"].get(code, {}) for code in ("sigorta", "monitorinq")]
    words = [record.get("insured") for record in records]
    # What is too old says nothing, however often it is asked.
    old = any("days_old" in record for record in records)
    return bool(person["fin"] and person["cabinet"] and words == ["yes", "yes"] and not old)
