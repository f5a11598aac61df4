"""A disk of a few megabytes that a test can fill: the memory file system of Linux (tmpfs).

Root mounts it. Somebody else mounts it in a user namespace of their own, which a process keeps; its
files are reached by everybody of the same account through `/proc/<that process>/root`.
"""

import errno
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from local_stack.postgres_account import is_root
from local_stack.processes import run

MEGABYTE = 1024 * 1024
_ZEROS = bytes(MEGABYTE)
_KEEP = '"$@" && echo mounted && exec sleep infinity'
_IMPOSSIBLE = """This machine lets nobody mount a small disk, so nobody can say what a full disk does.
Run the test as root with the right to mount, or as a user who may make user namespaces
(sysctl kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0).
"""


@dataclass(frozen=True)
class SmallDisk:
    """A file system of its own; ``folder`` is its root."""

    folder: Path

    def fill(self) -> None:
        """Take all the room there is."""
        with self._ballast.open("ab", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(_ZEROS)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise

    def make_room(self) -> None:
        """Give back what ``fill`` took."""
        self._ballast.unlink(missing_ok=True)

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"


@contextmanager
def small_disk(at: Path, megabytes: int) -> Iterator[SmallDisk]:
    """Mount a disk of so many megabytes at the folder ``at``, as whoever runs the test.

    Fails where neither way is allowed: a full disk that is not tried is not survived.
    """
    at.mkdir(parents=True)
    mount = ("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "tmpfs", str(at))
    if is_root() and run(mount).returncode == 0:
        try:
            yield SmallDisk(at)
        finally:
            done = run(["umount", at])
            assert done.returncode == 0, done.stderr
        return
    with _keeper(mount) as keeper:
        yield SmallDisk(Path(f"/proc/{keeper}/root{at}"))


@contextmanager
def _keeper(mount: tuple[str, ...]) -> Iterator[int]:
    """Give a process that mounts the disk in namespaces of its own and keeps them."""
    unshare = shutil.which("unshare")
    assert unshare is not None, _IMPOSSIBLE
    assert not is_root(), _IMPOSSIBLE  # PostgreSQL would run in a namespace beside that one
    kept = subprocess.Popen(  # noqa: S603 - words of ours
        (unshare, "--user", "--map-root-user", "--mount", "sh", "-c", _KEEP, "sh", *mount),
        stdout=subprocess.PIPE,
    )
    with kept:
        try:
            assert kept.stdout is not None
            assert kept.stdout.readline() == b"mounted\n", _IMPOSSIBLE
            yield kept.pid
        finally:
            kept.kill()


def folder_size(folder: Path) -> int:
    """Return how many megabytes the files of a folder take, rounded up."""
    taken = sum(each.stat().st_blocks * 512 for each in folder.rglob("*") if each.is_file())
    return taken // MEGABYTE + 1
