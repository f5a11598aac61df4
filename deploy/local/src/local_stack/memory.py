"""How much memory the stack holds: pages shared between processes are counted once."""

from pathlib import Path

from local_stack.processes import running

_KIB = 1024


def resident(pids: set[int]) -> int:
    """Return the bytes the processes and all their descendants hold in memory."""
    return sum(_of(pid) for pid in with_descendants(pids, _parents()))


def with_descendants(pids: set[int], parents: dict[int, int]) -> set[int]:
    """Add every process whose line of parents leads to one of `pids`."""
    family = set(pids)
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def _parents() -> dict[int, int]:
    found: dict[int, int] = {}
    for pid in running():
        try:
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        except OSError:  # gone meanwhile
            continue
        found[pid] = int(stat.rpartition(")")[2].split()[1])
    return found


def _of(pid: int) -> int:
    """Read the proportional share, or all resident pages where that can't be read."""
    for name, label in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            lines = Path(f"/proc/{pid}/{name}").read_text(encoding="utf-8").splitlines()
        except OSError:
            continue
        for line in lines:
            if line.startswith(label):
                return int(line.split()[1]) * _KIB
    return 0
