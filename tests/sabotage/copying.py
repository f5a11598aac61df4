"""A copy of the suite that may be broken: its files, and an environment that imports them.

The environment's editable installs point at the original checkout, so the copy gets one of its own:
the same interpreter and packages, with the sources of the copy before everything else. Programs
that a test starts (``python -m``, installed commands) come from it and need no variable for that.
"""

import json
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from local_stack.processes import inherited
from tests.sabotage.patches import ROOT, Sabotage

PACKAGES = (
    *("shared", "catalog", "applications", "notifications", "meis_gateway"),
    *("sandbox", "local_stack", "tests"),
)
_WHERE = (
    "import importlib.util as u, json, sys;"
    "print(json.dumps({n: list(u.find_spec(n).submodule_search_locations) for n in sys.argv[1:]}))"
)


class PatchDoesNotApply(Exception):
    """The sources have moved on since the patch was written."""


class NotTheCopy(RuntimeError):
    """A package would be imported from elsewhere: nothing that is run would prove anything."""


@dataclass(frozen=True, slots=True)
class Copy:
    """The suite under ``root``, as it was in the checkout when it was made."""

    root: Path

    @property
    def python(self) -> Path:
        return self.root / ".venv" / "bin" / "python"

    def apply(self, sabotage: Sabotage) -> None:
        """Break the copy; raises PatchDoesNotApply."""
        done = self._git("apply", "--whitespace=nowarn", str(sabotage.file))
        if done.returncode != 0:
            raise PatchDoesNotApply(done.stderr.strip())
        self._forget_compiled(sabotage.touches)

    def restore(self, sabotage: Sabotage) -> None:
        """Make the copy whole again."""
        for words in (("reset", "--quiet", "--hard"), ("clean", "--quiet", "--force", "-d")):
            self._git(*words).check_returncode()
        self._forget_compiled(sabotage.touches)

    def environment(self, extra: Mapping[str, str]) -> dict[str, str]:
        """Return the environment to run the copy's tests in: what names other sources is gone."""
        return {
            name: value
            for name, value in inherited(**extra, VIRTUAL_ENV=str(self.root / ".venv")).items()
            if not name.startswith(("PYTHON", "GIT_"))
        }

    def keep(self) -> None:
        """Remember the files as they are: this is what ``restore`` comes back to."""
        self._git("init", "--quiet").check_returncode()
        self._git("add", "--all", "--force").check_returncode()
        who = ("-c", "user.name=prove", "-c", "user.email=prove@localhost")
        self._git(*who, "commit", "--quiet", "--no-verify", "-m", "whole").check_returncode()

    def _git(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run git on the copy and never on a repository around it."""
        here = {"GIT_DIR": str(self.root / ".git"), "GIT_WORK_TREE": str(self.root)}
        return _run(["git", *words], cwd=self.root, env=self.environment({}) | here)

    def _forget_compiled(self, paths: Sequence[str]) -> None:
        """Remove what was compiled of ``paths``: it is told apart by seconds and size alone."""
        for path in map(Path, paths):
            for compiled in (self.root / path.parent / "__pycache__").glob(f"{path.stem}.*"):
                compiled.unlink()


def copy_to(root: Path, source: Path = ROOT) -> Copy:
    """Copy a checkout as it is, uncommitted changes included; raises NotTheCopy."""
    for path in _files(source):
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source / path, target, follow_symlinks=False)
    copy = Copy(root)
    copy.keep()
    _share_downloads(root)
    _write_environment(root)
    _ensure_imported_from(copy)
    return copy


def _files(source: Path) -> list[str]:
    """List what git knows or would take: a new file belongs to the change that imports it."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = _run(words, cwd=source)
    listed.check_returncode()
    return sorted({path for path in listed.stdout.split("\0") if (source / path).is_file()})


def _share_downloads(root: Path) -> None:
    cache = ROOT / ".local" / "cache"
    if cache.is_dir():
        (root / ".local").mkdir()
        (root / ".local" / "cache").symlink_to(cache)


def _write_environment(root: Path) -> None:
    """Write an environment as `venv` would, with the packages of the one that runs this."""
    ours, programs = root / ".venv", Path(sys.executable).parent
    (ours / "bin").mkdir(parents=True)
    for program in programs.iterdir():
        _take_over(program, ours / "bin" / program.name, str(programs), str(ours / "bin"))
    shutil.copy2(programs.parent / "pyvenv.cfg", ours / "pyvenv.cfg")
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = ours / "lib" / version / "site-packages"
    packages.mkdir(parents=True)
    sources = sorted(str(path) for path in root.glob("**/src") if ".venv" not in path.parts)
    (packages / "0-copy.pth").write_text("\n".join(sources) + "\n", encoding="utf-8")
    shared = sysconfig.get_paths()["purelib"]
    (packages / "1-packages.pth").write_text(
        f"import site; site.addsitedir({shared!r})\n", encoding="utf-8"
    )


def _take_over(program: Path, target: Path, ours: str, theirs: str) -> None:
    """Link a program, or write its script anew for the copy's interpreter."""
    first = b""
    if program.is_file() and not program.is_symlink():
        with program.open("rb") as file:
            first = file.readline(300)
    if not first.startswith(b"#!" + ours.encode()):
        target.symlink_to(program.resolve() if program.is_symlink() else program)
        return
    shutil.copy2(program, target)
    text = target.read_text(encoding="utf-8")
    target.write_text(text.replace(f"#!{ours}", f"#!{theirs}", 1), encoding="utf-8")


def _ensure_imported_from(copy: Copy) -> None:
    asked = _run(
        [str(copy.python), "-c", _WHERE, *PACKAGES], cwd=copy.root, env=copy.environment({})
    )
    asked.check_returncode()
    found: dict[str, list[str]] = json.loads(asked.stdout)
    for name, places in found.items():
        if not Path(places[0]).is_relative_to(copy.root):
            raise NotTheCopy(f"{name} would come from {places[0]}")


def _run(
    words: Sequence[str], *, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own interpreter and git, with arguments of ours
        words, cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
