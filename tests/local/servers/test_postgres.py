import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from local_stack.databases import create_role, query, server_version
from local_stack.failures import StackError
from local_stack.ports import free_port, is_open
from local_stack.postgres import PostgresServer
from local_stack.postgres_account import (
    Account,
    account_for,
    forget_programs,
    installation,
    is_root,
    namespaces_work,
)
from local_stack.processes import end

BUSY = "SELECT count(*) FROM pg_stat_activity WHERE query ~ '^SELECT sum';"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PostgresServer]:
    server = PostgresServer(tmp_path / "postgres", free_port(), durable=False)
    yield server
    server.stop()


def test_a_server_keeps_its_data_over_a_restart_and_leaves_nothing_behind(
    server: PostgresServer,
) -> None:
    server.start()
    server.create_database("catalog")
    server.create_database("catalog")
    query(server.url("catalog"), "CREATE TABLE kept (answer int); INSERT INTO kept VALUES (42);")
    server.stop()
    assert not server.is_running()
    assert not is_open(server.port)

    server.start()
    assert query(server.url("catalog"), "SELECT answer FROM kept;") == "42"


def test_a_role_is_made_once_with_the_password_of_the_address_if_it_has_one(
    server: PostgresServer,
) -> None:
    server.start()
    given = server.url("postgres").replace("dost@", "dost:s%40%27cret@")
    for url, role in ((given, "catalog"), (given, "catalog"), (server.url("postgres"), "open")):
        create_role(url, role)

    kept = "SELECT rolname, rolcanlogin, rolpassword ~ '^SCRAM' FROM pg_authid"
    found = query(given, f"{kept} WHERE rolname IN ('catalog', 'open') ORDER BY rolname;")
    assert found.splitlines() == ["catalog|t|t", "open|t|"]


def test_starting_twice_keeps_the_first_one_running(server: PostgresServer) -> None:
    server.start()
    first = server.pid()
    PostgresServer(server.data_dir, server.port).start()
    assert server.pid() == first


def test_a_lock_file_left_by_a_crash_does_not_stop_the_next_start(server: PostgresServer) -> None:
    server.start()
    server.stop()
    (server._account.data / "postmaster.pid").write_text("1\n/nowhere\n")
    server.start()
    assert server.is_running()


def test_a_killed_server_starts_again_beside_a_query_it_left_and_has_what_it_committed(
    server: PostgresServer,
) -> None:
    server.start()
    url = server.url("postgres")
    query(url, "CREATE TABLE kept (answer int);")
    with ThreadPoolExecutor(1) as aside:
        busy = aside.submit(query, url, "SELECT sum(n) FROM generate_series(1, 500000000) AS n;")
        while query(url, BUSY) == "0":
            assert not busy.done()
        query(url, "INSERT INTO kept VALUES (42);")
        end(server.pid() or 0, signal.SIGKILL, patience=5)

        server.start()

        with pytest.raises(StackError, match="connection"):
            busy.result()
    assert query(url, "SELECT answer FROM kept;") == "42"


def test_a_taken_port_is_told_with_the_servers_own_words(server: PostgresServer) -> None:
    with socket.create_server(("127.0.0.1", server.port)), pytest.raises(StackError) as trouble:
        server.start()
    assert "Address already in use" in str(trouble.value)


def test_where_namespaces_are_off_root_runs_it_as_nobody(server: PostgresServer) -> None:
    server._account = account_for(server.data_dir, root=is_root(), namespaces=False)
    server.start()
    assert int(server_version(server.url("postgres")).partition(".")[0]) >= 15
    server.stop()
    server.remove()
    assert not server._account.data.exists()
    if namespaces_work():
        forget_programs()  # nobody else uses the copy on such a machine


def test_an_ordinary_user_runs_it_directly(tmp_path: Path) -> None:
    account = account_for(tmp_path, root=False, namespaces=True)
    assert account == Account((), installation() / "bin", tmp_path)


def test_a_server_that_does_not_answer_is_told_without_its_password() -> None:
    with pytest.raises(StackError) as trouble:
        server_version(f"postgresql://clerk:secret@127.0.0.1:{free_port()}/x")
    assert "refused" in str(trouble.value)
    assert "secret" not in str(trouble.value)
