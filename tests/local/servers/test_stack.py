import signal
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from local_stack.databases import query, revision
from local_stack.failures import StackError
from local_stack.plan import SERVICES, Part, Plan
from local_stack.ports import free_port, is_open
from local_stack.postgres import PostgresServer
from local_stack.processes import end, wait_until_gone
from local_stack.settings import Ports
from local_stack.stack import Stack

_STAND_IN = Path(__file__).with_name("stand_in.py")


def stand_in(name: str, port: int, status: int = 200) -> Part:
    return Part(name, (sys.executable, str(_STAND_IN), str(port), str(status)), port, {})


@dataclass(frozen=True)
class SmallPlan(Plan):
    """A stack of light processes, without the services and their schema."""

    small: tuple[Part, ...] = ()

    def parts(self) -> list[Part]:
        return list(self.small)


class Heard(list[str]):
    def has(self, text: str) -> bool:
        return any(text in line for line in self)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def stack_of(
    tmp_path: Path, postgres: PostgresServer, broker: str, heard: Heard
) -> Iterator[Callable[..., Stack]]:
    started: list[Stack] = []

    def make(*parts: Part) -> Stack:
        plan = SmallPlan(
            folder=tmp_path / "stack",
            ports=Ports.free(),
            environment="test",
            given_database=postgres.url("postgres"),
            given_broker=broker,
            services=(),
            small=parts,
        )
        started.append(Stack(plan, heard.append, patience_with_kept=1))
        return started[-1]

    yield make
    for stack in started:
        stack.remove()
        assert not stack.plan.folder.exists()


def test_a_second_start_keeps_what_is_well_and_starts_what_is_dead(
    stack_of: Callable[..., Stack], heard: Heard
) -> None:
    stack = stack_of(stand_in("first", free_port()), stand_in("second", free_port()))
    stack.start()
    before = stack.processes()
    end(before["second"], signal.SIGKILL, patience=5)
    heard.clear()

    stack.start()

    after = stack.processes()
    assert after["first"] == before["first"]
    assert after["second"] != before["second"]
    assert heard.has("first on port")
    assert heard.has("ready, as it was")


def test_every_service_gets_its_database_and_schema(tmp_path: Path) -> None:
    # A server of its own: the databases have the names that other tests give theirs.
    stack = Stack(Plan(folder=tmp_path / "own", ports=Ports.free(), environment="test"), print)
    try:
        stack.postgres.start()
        stack.migrate()
        newest = {service.name: service.newest_revision for service in SERVICES}
        assert newest == {s.name: revision(stack.plan.database(s)) for s in SERVICES}
        for service in SERVICES:
            # Signing in as the service does, to what it works with.
            query(stack.plan.own_database(service), "SELECT FROM outbox;")
    finally:
        stack.remove()


def test_stopping_leaves_no_process_and_no_port(stack_of: Callable[..., Stack]) -> None:
    port = free_port()
    stack = stack_of(stand_in("only", port))
    stack.start()
    stack.stop()
    assert stack.processes() == {}
    assert not is_open(port)


def test_a_stopped_stack_finds_its_processes_without_any_file(
    stack_of: Callable[..., Stack], tmp_path: Path
) -> None:
    stack = stack_of(stand_in("only", free_port()))
    stack.start()
    pid = stack.processes()["only"]
    for file in (tmp_path / "stack").rglob("*"):
        if file.is_file():
            file.unlink()
    stack.stop()
    assert wait_until_gone(pid, 5)


def test_a_part_that_runs_but_is_not_ready_is_started_anew(
    stack_of: Callable[..., Stack], heard: Heard
) -> None:
    port = free_port()
    stack = stack_of(stand_in("moody", port))
    hung = stack._spawn(stand_in("moody", port, status=503))
    stack.start()
    assert stack.processes()["moody"] != hung
    assert heard.has("moody runs but is not ready")


def test_a_part_that_ends_at_once_is_told_with_its_own_words(
    stack_of: Callable[..., Stack],
) -> None:
    broken = Part("broken", (sys.executable, "-c", "raise SystemExit('no key')"), free_port(), {})
    with pytest.raises(StackError, match="broken is not ready") as trouble:
        stack_of(broken).start()
    assert "no key" in str(trouble.value)


def test_nothing_is_started_while_a_stranger_holds_a_port(stack_of: Callable[..., Stack]) -> None:
    taken = free_port()
    stack = stack_of(stand_in("first", free_port()), stand_in("second", taken))
    with (
        socket.create_server(("127.0.0.1", taken)),
        pytest.raises(StackError, match=f"Port {taken}, which second needs, is in use"),
    ):
        stack.start()
    assert stack.processes() == {}
