import os
import signal
import socket
from pathlib import Path

import pytest

from local_stack.failures import StackError
from local_stack.plan import STACK_MARK, Plan
from local_stack.ports import free_port, is_open, listener
from local_stack.preflight import stranger_on, together, wanted_ports
from local_stack.processes import end, inherited, spawn
from local_stack.settings import Ports


def test_a_free_port_is_free_and_given_once() -> None:
    ports = [free_port() for _ in range(20)]
    assert len(set(ports)) == 20
    assert not any(is_open(port) for port in ports)


def test_who_listens_on_a_port_is_found() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert listener(port) == os.getpid()
        assert is_open(port)
    assert listener(port) is None


def test_a_stranger_on_a_port_is_named_with_a_way_out() -> None:
    trouble = str(stranger_on(8120, "PostgreSQL", os.getpid()))
    assert f"Port 8120, which PostgreSQL needs, is in use by process {os.getpid()}" in trouble
    assert f"kill {os.getpid()}" in trouble
    assert "make up PORTS__POSTGRES=9120" in trouble


def test_somebody_elses_process_is_said_to_be_out_of_sight() -> None:
    assert "ss -ltnp" in str(stranger_on(8130, "Kafka", None))


@pytest.mark.parametrize(
    ("command", "marks"),
    [
        (["sleep", "30"], {STACK_MARK: "/elsewhere/.local"}),
        (["tail", "-f", "/dev/null", "/elsewhere/.local/kafka/server.properties"], {}),
    ],
)
def test_the_stack_of_another_checkout_is_named_with_its_own_way_out(
    command: list[str], marks: dict[str, str], tmp_path: Path
) -> None:
    pid = spawn(command, log=tmp_path / "log", env=inherited(**marks))
    try:
        trouble = stranger_on(8101, "catalog-api", pid)
    finally:
        end(pid, signal.SIGTERM, patience=5)
    assert "Port 8101, which catalog-api needs, is in use by the stack in /elsewhere." in str(
        trouble
    )
    assert trouble.remedy == "make -C /elsewhere down"


def test_what_has_the_same_way_out_is_told_together() -> None:
    first, second = (StackError(f"Port {port} is in use.", remedy="down") for port in (1, 2))
    other = StackError("There is no Java.", remedy="install one")
    told = str(together([first, second, other])).splitlines()
    assert told == [
        "Port 1 is in use.",
        "Port 2 is in use.",
        "  What to do: down",
        "There is no Java.",
        "  What to do: install one",
    ]


def test_no_two_parts_want_the_same_port() -> None:
    plan = Plan()
    assert len(wanted_ports(plan)) == len(plan.parts()) + 3
    assert min(wanted_ports(plan)) == 8101
    assert max(wanted_ports(plan)) == 8130


def test_servers_that_are_given_need_no_port_of_ours() -> None:
    plan = Plan(given_database="postgresql://db.example/x", given_broker="kafka.example:9092")
    assert sorted(wanted_ports(plan)) == sorted(part.port for part in plan.parts())


def test_a_stack_beside_another_one_gets_other_ports() -> None:
    assert not set(Ports.free().model_dump().values()) & set(Ports().model_dump().values())
