"""Starting, finding and ending processes that outlive the command that started them.

The process table is the only record of what runs: a pid file can be lost or lie, a command line
or an environment can't. Linux only, as everything here reads /proc.
"""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_children: dict[int, subprocess.Popen[bytes]] = {}


def inherited(**extra: str) -> dict[str, str]:
    """Return this process's environment with `extra` on top."""
    return {**os.environ, **extra}  # noqa: TID251 - handed on to a child, not read as a setting


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> int:
    """Start a command in a session of its own, its output appended to `log`; return its pid."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        child = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env=env,
            start_new_session=True,
        )
    _children[child.pid] = child
    while alive(child.pid) and not arguments(child.pid):
        time.sleep(0.001)  # the new program is loading; only then the process table knows it
    return child.pid


def run(
    command: Sequence[str | Path], *, text: str = "", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end with `text` as its input, and collect what it prints.

    A program that is missing ends with 127, as in a shell.
    """
    words = [str(part) for part in command]
    try:
        return subprocess.run(
            words, input=text, env=env, check=False, capture_output=True, text=True
        )
    except FileNotFoundError:
        return subprocess.CompletedProcess(words, 127, "", f"{words[0]}: not found")


def follow(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> int:
    """Run a command to its end while it talks to the user directly; return its exit code."""
    words = [str(part) for part in command]
    return subprocess.run(words, env=env, check=False).returncode


def alive(pid: int) -> bool:
    """Tell whether the process runs; one that ended and waits to be collected does not."""
    child = _children.get(pid)
    if child is not None:
        return child.poll() is None  # collects it, too
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


def exit_status(pid: int) -> int | None:
    """Return what a child of this process ended with, negative for a signal; None of no child."""
    child = _children.get(pid)
    return None if child is None else child.poll()


def arguments(pid: int) -> list[str]:
    """Return the command line of a process, empty when it is gone."""
    try:
        raw = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return []
    return raw.decode("utf-8", errors="replace").split("\0")[:-1]


def variables(pid: int) -> dict[str, str]:
    """Return the environment a process was started with, empty when it can't be read."""
    try:
        raw = Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return {}
    pairs = (item.partition("=") for item in raw.decode("utf-8", errors="replace").split("\0"))
    return {name: value for name, _, value in pairs if name}


def running() -> list[int]:
    """Return the ids of all processes this user can see."""
    return sorted(int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())


def with_arguments(program: str, argument: str) -> int | None:
    """Return the process of `program` (the last part of its path) that got this argument."""
    for pid in running():
        words = arguments(pid)
        if words and Path(words[0]).name == program and argument in words[1:] and alive(pid):
            return pid
    return None


def working_in(folder: Path) -> list[int]:
    """Return the processes whose working directory is `folder`, however it is called there."""
    return [pid for pid in running() if _works_in(pid, folder) and alive(pid)]


def _works_in(pid: int, folder: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").samefile(folder)
    except OSError:  # gone meanwhile, or another user's
        return False


def end(pid: int, first: signal.Signals, *, patience: float) -> None:
    """Ask a process to stop, wait up to `patience` seconds, then kill it."""
    send(pid, first)
    if not wait_until_gone(pid, patience):
        send(pid, signal.SIGKILL)
        wait_until_gone(pid, 10)


def wait_until_gone(pid: int, seconds: float) -> bool:
    """Wait for a process to end; False when it still runs after `seconds`."""
    deadline = time.monotonic() + seconds
    while alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def send(pid: int, which: signal.Signals) -> None:
    """Send a signal to a process; one that is gone already is as well."""
    try:
        os.kill(pid, which)
    except ProcessLookupError:
        return
