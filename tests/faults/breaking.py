"""The processes and servers of a running suite, and every way to end, freeze and start them."""

import asyncio
import json
import signal
import time
from collections.abc import Collection
from dataclasses import replace

from local_stack.plan import Part
from local_stack.ports import free_port
from local_stack.processes import end, exit_status, send, wait_until_gone
from local_stack.readiness import ask
from local_stack.stack import Stack
from shared.worker import ENDED_BY_FORCE
from tests.faults.waiting import until

STOPS_WITHIN = 20.0
"""What a process may take to end after SIGTERM, in seconds."""
NAMED_WITHIN = 20.0


class Breakable:
    """The parts of one stack, with whatever a test starts beside them, and its two servers."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.plan = stack.plan
        self._parts = {part.name: part for part in stack.plan.parts()}
        self._planned = set(self._parts)

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
        """Ask a process to end with SIGTERM; return the seconds it took, at most STOPS_WITHIN.

        It ends by itself: one that is ended by force when its time is over keeps to no limit.
        """
        pid, began = self.pid(part), time.monotonic()
        send(pid, signal.SIGTERM)
        gone = await asyncio.to_thread(wait_until_gone, pid, STOPS_WITHIN)
        took, status = time.monotonic() - began, exit_status(pid)
        assert gone, f"{part} still runs {STOPS_WITHIN:g} s after SIGTERM"
        assert status != ENDED_BY_FORCE, f"{part} was ended by force {took:.1f} s after SIGTERM"
        assert status == 0, f"{part} ended with {status} after SIGTERM"
        return took

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

    async def until_named(self, parts: Collection[str], name: str, *, to_blame: str) -> float:
        """Wait until readiness of each part says what ``name`` misses; return the seconds."""
        return await until(
            lambda: all(to_blame in self.unready(part).get(name, "") for part in parts),
            f"the {name} of {', '.join(parts)} names {to_blame}",
            seconds=NAMED_WITHIN,
        )

    async def mend(self) -> None:
        """Wake what is frozen, end what was added, and start what is not there, until all is ready."""
        for name, pid in self.stack.processes().items():
            send(pid, signal.SIGCONT)
            if name not in self._planned:
                await asyncio.to_thread(end, pid, signal.SIGTERM, patience=STOPS_WITHIN)
        servers, parts = self.stack.servers(), self.stack.processes()
        if set(servers) != {"postgres", "kafka"} or not self._planned <= set(parts):
            await asyncio.to_thread(self.stack.start)
        await self.until_ready()

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


def _kill(pid: int | None) -> None:
    assert pid is not None, "the broker does not run"
    end(pid, signal.SIGKILL, patience=10)
