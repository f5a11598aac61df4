"""A PostgreSQL server of our own, from the programs a wheel brings. TCP on the loopback only."""

import shutil
import signal
import time
from functools import cached_property
from pathlib import Path

from local_stack.databases import create_database, create_role
from local_stack.failures import StackError, tail
from local_stack.ports import LOOPBACK
from local_stack.postgres_account import Account, account_for, is_root, namespaces_work
from local_stack.processes import alive, arguments, end, run, spawn, with_arguments, working_in

_USER = "dost"
_TUNED = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",  # its path is limited to 107 bytes, TCP is not
    "max_connections": "150",
    "shared_buffers": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
    "min_wal_size": "32MB",
    "jit": "off",  # planning costs more than it saves on small tables
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %a ",
}
# What is committed is handed to the system, so a killed server loses nothing; it may if the machine
# goes down. Switching off more (synchronous_commit) would lose what was answered 201.
_NOT_DURABLE = {"fsync": "off"}


class PostgresServer:
    """One PostgreSQL server with its data folder, detached from the command that starts it.

    `durable=False` trades safety against a crash of the machine for speed: for tests.
    Methods raise StackError with the way out.
    """

    def __init__(self, data_dir: Path, port: int, *, durable: bool = True) -> None:
        self.data_dir = data_dir.absolute()
        self.port = port
        self.log = self.data_dir.parent / f"{self.data_dir.name}.log"
        self._launched: int | None = None
        self._settings = _TUNED | {"port": str(port)} | ({} if durable else _NOT_DURABLE)

    def start(self) -> None:
        """Start the server and wait until it answers; does nothing when it already runs."""
        if not self.is_running():
            self._end_orphans()
            self._initialise()
            self._launch()
        self._wait_until_ready()

    def stop(self) -> None:
        """Close connections, write everything down, end. Waits until the process is gone."""
        pid = self.pid()
        if pid is not None:
            end(pid, signal.SIGINT, patience=30)
        self._end_orphans()

    def is_running(self) -> bool:
        """Tell whether the server of this data folder runs."""
        return self.pid() is not None

    def pid(self) -> int | None:
        """Return the process id of the server of this data folder, None when it does not run."""
        return with_arguments("postgres", str(self._account.data))

    def url(self, database: str) -> str:
        """Return the address of a database: `postgresql://dost@127.0.0.1:8120/<database>`."""
        return f"postgresql://{_USER}@{LOOPBACK}:{self.port}/{database}"

    def create_database(self, name: str) -> None:
        """Create a database unless it is there."""
        create_database(self.url("postgres"), name)

    def create_role(self, name: str) -> None:
        """Create a role that may sign in, unless it is there."""
        create_role(self.url("postgres"), name)

    def remove(self) -> None:
        """Remove what the server keeps, wherever its account made it lie."""
        kept = self._account.data
        shutil.rmtree(kept if kept == self.data_dir else kept.parent, ignore_errors=True)

    @cached_property
    def _account(self) -> Account:
        return account_for(self.data_dir, root=is_root(), namespaces=namespaces_work())

    def _initialise(self) -> None:
        account = self._account
        account.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        if (account.data / "PG_VERSION").exists():
            return
        command = [*account.prefix, str(account.programs / "initdb"), "-D", str(account.data)]
        command += ["-U", _USER, "--auth=trust", "--encoding=UTF8", "--no-sync", "--no-locale"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        done = run(command)
        if done.returncode != 0:
            raise StackError(
                f"PostgreSQL could not lay out {account.data}:\n{done.stdout}{done.stderr}",
                remedy=f"remove {account.data} when nothing in it matters, and start again",
            )

    def _end_orphans(self) -> None:
        """End what a killed server left behind: a busy backend holds its memory for as long as it works.

        A new server would refuse to start beside it, and rightly so.
        """
        for pid in working_in(self._account.data):
            if arguments(pid)[:1] and arguments(pid)[0].startswith("postgres:"):
                end(pid, signal.SIGQUIT, patience=5)

    def _launch(self) -> None:
        account = self._account
        # Nothing of ours runs in this folder, so a lock file is left over from a crash. Its
        # process id may belong to a stranger by now, whom PostgreSQL would take for itself.
        (account.data / "postmaster.pid").unlink(missing_ok=True)
        settings = [f"--{name}={value}" for name, value in self._settings.items()]
        program = str(account.programs / "postgres")
        self._launched = spawn(
            [*account.prefix, program, "-D", str(account.data), *settings],
            log=self.log,
            cwd=Path("/"),
        )

    def _wait_until_ready(self, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while not self._says_ready():
            ended = self._launched is not None and not alive(self._launched)
            if ended or time.monotonic() > deadline:
                raise StackError(
                    f"PostgreSQL did not start on port {self.port}:\n{tail(self.log)}",
                    remedy=f"read {self.log}",
                )
            time.sleep(0.05)

    def _says_ready(self) -> bool:
        # Its own word, as pg_ctl reads it: an open port might be a stranger's.
        lock_file = self._account.data / "postmaster.pid"
        words = lock_file.read_text(encoding="utf-8").split() if lock_file.exists() else []
        return words[-1:] == ["ready"]
