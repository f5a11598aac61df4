"""Starts and stops one stack: servers, schema, topics, then every process of the suite.

What runs is read from the process table each time, so a second start repairs a half-started
stack: what is dead is started, what is well is kept.
"""

import fcntl
import json
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from local_stack import preflight
from local_stack.databases import (
    check_role,
    create_database,
    create_role,
    has_rights,
    revision,
    server_version,
)
from local_stack.failures import Say, StackError, tail
from local_stack.kafka import KafkaBroker
from local_stack.layout import ROOT
from local_stack.plan import PART_MARK, STACK_MARK, Part, Plan, Service
from local_stack.postgres import PostgresServer
from local_stack.processes import alive, end, run, running, send, spawn, variables, wait_until_gone
from local_stack.readiness import ask, wait_until_ready

_OLDEST_POSTGRES = 15
_FOR_A_START = 90.0  # seconds, on a slow machine that starts everything at once
_FOR_A_KEPT_ONE = 15.0  # what runs already has no reason to take long
_FOR_A_STOP = 25.0
_LOG_LIMIT = 20 * 1024 * 1024


class Stack:
    """One stack as its plan describes it. `say` hears what happens, a line at a time.

    `start`, `stop` and `migrate` raise StackError with the way out.
    """

    def __init__(
        self, plan: Plan, say: Say, *, patience_with_kept: float = _FOR_A_KEPT_ONE
    ) -> None:
        self.plan = plan
        self._say = say
        self._patience_with_kept = patience_with_kept
        folder, ports = plan.folder, plan.ports
        durable = plan.environment != "test"
        self.postgres = PostgresServer(folder / "postgres", ports.postgres, durable=durable)
        self.broker = KafkaBroker(folder / "kafka", ports.kafka, ports.kafka_controller)

    def start(self) -> None:
        """Start what does not run and wait until all is ready."""
        with self._alone():
            kept = self.processes()
            preflight.check(self.plan, {*kept.values(), *self.servers().values()})
            self._start_servers()
            parts = self.plan.parts()
            pids = {part.name: kept.get(part.name) or self._spawn(part) for part in parts}
            for part in parts:
                self._settle(part, pids[part.name], fresh=part.name not in kept)

    def stop(self) -> None:
        """End every process of this stack, also those of a start that broke off."""
        with self._alone():
            own = [pid for pid in running() if self._is_ours(pid)]
            for pid in own:
                send(pid, signal.SIGTERM)
            for pid in own:
                if not wait_until_gone(pid, _FOR_A_STOP):
                    self._say(f"process {pid} did not end in time and was killed")
                    end(pid, signal.SIGKILL, patience=5)
            self.broker.stop()
            self.postgres.stop()

    def remove(self) -> None:
        """Stop everything and remove what it kept: data, logs, the broker's jars in this folder."""
        self.stop()
        self.postgres.remove()
        shutil.rmtree(self.plan.folder, ignore_errors=True)

    def migrate(self) -> None:
        """Create what is missing, databases and roles, and bring all to the newest schema.

        The migrations run as the server's user; each service signs in as its own role.
        """
        for service in self.plan.services:
            create_role(self.plan.server, service.package)
            create_database(self.plan.server, service.package)
        behind = [service for service in self.plan.services if self._is_behind(service)]
        if behind:
            self._run_migrations(behind)
        for service in self.plan.services:
            check_role(self.plan.own_database(service))

    def _is_behind(self, service: Service) -> bool:
        url = self.plan.database(service)
        return revision(url) != service.newest_revision or not has_rights(url, service.package)

    def _run_migrations(self, services: list[Service]) -> None:
        pairs = [(str(service.root), self.plan.database(service)) for service in services]
        done = run([sys.executable, "-m", "local_stack.schema"], text=json.dumps(pairs))
        if done.returncode != 0:
            last_words = "\n".join(done.stderr.splitlines()[-8:])
            raise StackError(
                f"A migration failed:\n{last_words}",
                remedy="mend the migration, or `make clean` to begin with empty databases",
            )

    def start_part(self, part: Part) -> int:
        """Start one process, of the plan or beside it, wait until it is ready; return its id."""
        pid = self.launch(part)
        self._settle(part, pid, fresh=True)
        return pid

    def launch(self, part: Part) -> int:
        """Start one process without waiting for it; return its id."""
        return self._spawn(part)

    def processes(self) -> dict[str, int]:
        """Return the parts that run, by name, with their process ids."""
        found: dict[str, int] = {}
        for pid in running():
            if self._is_ours(pid):
                found.setdefault(variables(pid).get(PART_MARK, ""), pid)
        return found

    def servers(self) -> dict[str, int]:
        """Return our own servers that run, by name, with their process ids."""
        found = {"postgres": self.postgres.pid(), "kafka": self.broker.pid()}
        return {name: pid for name, pid in found.items() if pid is not None}

    def _is_ours(self, pid: int) -> bool:
        return variables(pid).get(STACK_MARK) == str(self.plan.folder) and alive(pid)

    def _start_servers(self) -> None:
        with ThreadPoolExecutor(1) as aside:
            broker = aside.submit(self._start_broker)
            self._start_database()
            with self._timed("databases and migrations"):
                self.migrate()
            broker.result()

    def _start_database(self) -> None:
        if self.plan.given_database is None:
            with self._timed(f"PostgreSQL on port {self.plan.ports.postgres}"):
                self.postgres.start()
        version = server_version(self.plan.server)
        if int(version.partition(".")[0]) < _OLDEST_POSTGRES:
            raise StackError(
                f"DATABASE_URL leads to PostgreSQL {version}.",
                remedy=f"use PostgreSQL {_OLDEST_POSTGRES} or newer, or unset DATABASE_URL",
            )

    def _start_broker(self) -> None:
        if self.plan.given_broker is None:
            with self._timed(f"Apache Kafka on port {self.plan.ports.kafka}"):
                self.broker.start()
        with self._timed("topics"):
            self._create_topics()

    def _create_topics(self) -> None:
        done = run([sys.executable, "-m", "local_stack.topics", self.plan.broker])
        if done.returncode != 0:
            raise StackError(
                f"No Kafka broker answers on {self.plan.broker}: {done.stderr.strip()}",
                remedy="check KAFKA_BOOTSTRAP, or unset it to run a broker of our own",
            )
        for difference in done.stdout.splitlines():
            self._say(f"  differs from deploy/kafka/topics.yaml: {difference}")

    def _spawn(self, part: Part) -> int:
        log = self.plan.logs / f"{part.name}.log"
        if log.exists() and log.stat().st_size > _LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))
        return spawn(part.command, log=log, env=self.plan.environment_of(part), cwd=ROOT)

    def _settle(self, part: Part, pid: int, *, fresh: bool) -> None:
        """Wait for a part. One that was kept and is not well is started anew, once."""
        began = time.monotonic()
        answer = wait_until_ready(
            lambda: ask(part.address),
            lambda: alive(pid),
            lambda missing: self._say(f"  waiting for {part.name}: {missing}"),
            seconds=_FOR_A_START if fresh else self._patience_with_kept,
        )
        if answer.ready:
            how = f"ready ({time.monotonic() - began:.1f} s)" if fresh else "ready, as it was"
            self._say(f"{part.name} on port {part.port}: {how}")
        elif fresh:
            log = self.plan.logs / f"{part.name}.log"
            raise StackError(
                f"{part.name} is not ready: {answer.reason}\n{tail(log)}",
                remedy=f"read {log}; what runs stays, the next `make up` starts what is missing",
            )
        else:
            self._say(f"{part.name} runs but is not ready ({answer.reason}): starting it anew")
            end(pid, signal.SIGTERM, patience=_FOR_A_STOP)
            self._settle(part, self._spawn(part), fresh=True)

    @contextmanager
    def _timed(self, what: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self._say(f"{what}: ready ({time.monotonic() - began:.1f} s)")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the stack: two starts at once would each start what the other does."""
        self.plan.folder.mkdir(parents=True, exist_ok=True)
        with (self.plan.folder / ".busy").open("w") as busy:
            try:
                fcntl.flock(busy, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._say("another command works on this stack: waiting for it")
                fcntl.flock(busy, fcntl.LOCK_EX)
            yield
