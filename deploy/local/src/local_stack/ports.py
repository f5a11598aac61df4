"""TCP ports of this machine: which is free, which is taken, and by whom."""

import socket
from pathlib import Path

LOOPBACK = "127.0.0.1"
_LISTEN = "0A"  # the state of a listening socket in /proc/net/tcp
_given: set[int] = set()


def free_port() -> int:
    """Return a free TCP port of the loopback interface, never the same one twice in a process."""
    while True:
        with socket.socket() as probe:
            probe.bind((LOOPBACK, 0))
            port = int(probe.getsockname()[1])
        if port not in _given:
            _given.add(port)
            return port


def is_open(port: int) -> bool:
    """Tell whether somebody accepts connections on the loopback port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def listener(port: int) -> int | None:
    """Return the process id that listens on the port, None when it is free or can't be seen."""
    inodes = _listening_inodes(port)
    return next((pid for pid in _pids() if inodes and _holds(pid, inodes)), None)


def _listening_inodes(port: int) -> set[str]:
    suffix = f":{port:04X}"
    found: set[str] = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        if not table.exists():
            continue
        for line in table.read_text(encoding="ascii").splitlines()[1:]:
            columns = line.split()
            if columns[1].endswith(suffix) and columns[3] == _LISTEN:
                found.add(f"socket:[{columns[9]}]")
    return found


def _pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _holds(pid: int, inodes: set[str]) -> bool:
    try:
        return any(str(fd.readlink()) in inodes for fd in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:  # gone meanwhile, or another user's
        return False
