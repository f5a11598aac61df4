import hashlib
import socket
from pathlib import Path

import pytest

from local_stack.failures import StackError
from local_stack.kafka import KafkaBroker
from local_stack.kafka_jars import Jar, kafka_version, locked_jars, provide_jars
from local_stack.ports import free_port, is_open


def test_a_broker_starts_once_and_leaves_nothing_behind(tmp_path: Path) -> None:
    broker = KafkaBroker(tmp_path / "kafka", free_port(), free_port())
    try:
        broker.start()
        first = broker.pid()
        broker.start()
        assert broker.pid() == first
        assert is_open(broker.port)
    finally:
        broker.stop()
    assert not broker.is_running()
    assert not is_open(broker.port)


def test_a_broker_whose_port_is_taken_says_so(tmp_path: Path) -> None:
    broker = KafkaBroker(tmp_path / "kafka", free_port(), free_port())
    with (
        socket.create_server(("127.0.0.1", broker.port)),
        pytest.raises(StackError, match="Address already in use"),
    ):
        broker.start()
    assert not broker.is_running()


def test_a_jar_that_was_changed_is_not_taken_for_the_locked_one(tmp_path: Path) -> None:
    jar = Jar("org.example", "papers", "1.0", hashlib.sha256(b"whole").hexdigest())
    assert not jar.is_in(tmp_path)
    (tmp_path / "papers-1.0.jar").write_bytes(b"cut")
    assert not jar.is_in(tmp_path)
    (tmp_path / "papers-1.0.jar").write_bytes(b"whole")
    assert jar.is_in(tmp_path)


def test_every_locked_jar_lies_in_the_shared_cache() -> None:
    folder = provide_jars()
    jars = locked_jars()
    assert kafka_version(jars).startswith("4.")
    assert all(jar.is_in(folder) for jar in jars)
