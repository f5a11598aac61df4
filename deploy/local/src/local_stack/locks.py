"""Keeps `requirements/*.txt` and the `pyproject.toml`s in agreement.

One hashed lock per deployable, one for development, one for the installer itself. Made by uv;
every lock takes its pins from `dev.txt`, so that what is tested is what is deployed.
`python -m local_stack.locks` writes them, `--check` compares, `--upgrade` takes newer versions.
"""

import argparse
import sys
import tomllib
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from local_stack.layout import ROOT
from local_stack.processes import run

_FOLDER = "requirements"
_FLOOR = "3.11"
_INSTALLER = "bootstrap"  # the dependency group that holds uv itself
_SHOWN = 20  # lines of a difference: enough to see what is meant


@dataclass(frozen=True)
class Lock:
    """One file under `requirements/`, and the projects and group whose needs it pins."""

    name: str
    projects: tuple[Path, ...]
    group: str | None = None


def all_locks(root: Path = ROOT) -> list[Lock]:
    """List the locks of the workspace, the one that gives the others their pins first."""
    members = [path.parent for path in sorted(_member_files(root))]
    deployed = [Lock(member.name, (member,)) for member in members if member.name != "shared"]
    development = Lock("dev", (root, *members), "dev")
    return [development, *deployed, Lock("uv", (root,), _INSTALLER)]


def gaps(root: Path = ROOT) -> list[str]:
    """Say which needs of a `pyproject.toml` the locks don't meet. Asks no registry."""
    found: list[str] = []
    reference = pins(root, "dev")
    for lock in all_locks(root):
        pinned = pins(root, lock.name)
        for need in _needs(root, lock):
            version = pinned.get(canonicalize_name(need.name))
            if version is None:
                found.append(f"{_FOLDER}/{lock.name}.txt has no {need.name}")
            elif not need.specifier.contains(version, prereleases=True):
                found.append(f"{_FOLDER}/{lock.name}.txt has {need.name} {version}, not {need}")
        found += [
            f"{_FOLDER}/{lock.name}.txt has {name} {version}, dev.txt has {reference[name]}"
            for name, version in pinned.items()
            if reference.get(name, version) != version
        ]
    return found


def pins(root: Path, name: str) -> dict[str, Version]:
    """Read a lock: canonical package name to pinned version, empty when there is no such file."""
    path = root / _FOLDER / f"{name}.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    pinned = [line.partition(" ")[0].split("==") for line in lines if "==" in line[:80]]
    return {canonicalize_name(name.strip()): Version(version) for name, version in pinned}


def compile_lock(root: Path, lock: Lock, output: Path, *, upgrade: bool = False) -> str:
    """Let uv write a lock; pins already in `output` stay. Returns what went wrong, or nothing."""
    command: list[str | Path] = [Path(sys.executable).with_name("uv"), "pip", "compile", "--quiet"]
    command += ["--universal", "--generate-hashes", "--python-version", _FLOOR]
    command += ["--no-emit-package", "dost-shared", "--custom-compile-command", "make lock"]
    command += ["--directory", root, "--output-file", output]
    command += ["--upgrade"] if upgrade else []
    if lock.group is None:
        command += ["--constraints", f"{_FOLDER}/dev.txt"]
    command += ["--group", lock.group] if lock.group else []
    command += [str((project / "pyproject.toml").relative_to(root)) for project in lock.projects]
    done = run(command)
    return "" if done.returncode == 0 else f"{lock.name}: {done.stderr.strip()}"


def outdated(root: Path = ROOT) -> list[str]:
    """Compile every lock anew beside the committed one; return how they differ."""
    found: list[str] = []
    with TemporaryDirectory() as folder:
        for lock in all_locks(root):
            committed = root / _FOLDER / f"{lock.name}.txt"
            before = committed.read_text(encoding="utf-8") if committed.exists() else ""
            fresh = Path(folder) / committed.name
            fresh.write_text(before, encoding="utf-8")
            trouble = compile_lock(root, lock, fresh)
            after = fresh.read_text(encoding="utf-8")
            lines = unified_diff(_without_hashes(before), _without_hashes(after), lineterm="", n=0)
            found += [trouble] if trouble else [f"{committed.name}: {line}" for line in lines]
    return found


def main() -> int:
    """Run as a program; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m local_stack.locks")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    parser.add_argument("--upgrade", action="store_true", help="take newer versions")
    given = parser.parse_args()
    if given.check:
        return _report(gaps() or outdated())
    troubles = [
        compile_lock(ROOT, lock, ROOT / _FOLDER / f"{lock.name}.txt", upgrade=given.upgrade)
        for lock in all_locks()
    ]
    return _report([trouble for trouble in troubles if trouble])


def _report(findings: list[str]) -> int:
    if not findings:
        return 0
    rest = ["..."] if len(findings) > _SHOWN else []
    advice = "The locks and the pyproject.toml files disagree: run `make lock` and commit."
    sys.stderr.write("\n".join([*findings[:_SHOWN], *rest, advice, ""]))
    return 1


def _without_hashes(lock: str) -> list[str]:
    # A release may get further wheels later, and so further hashes; installing checks them.
    return [line.removesuffix(" \\") for line in lock.splitlines() if "--hash=" not in line]


def _needs(root: Path, lock: Lock) -> list[Requirement]:
    """Collect the direct needs of a lock's projects, of shared and of its group."""
    projects = {*lock.projects, *({root / "shared"} if lock.group != _INSTALLER else set())}
    own = {canonicalize_name(_read(path)["project"]["name"]) for path in _member_files(root)}
    texts: list[str] = []
    for project in projects:
        texts += _read(project / "pyproject.toml")["project"].get("dependencies", [])
    if lock.group:
        texts += _read(root / "pyproject.toml")["dependency-groups"][lock.group]
    needs = [Requirement(text) for text in texts]
    return [need for need in needs if canonicalize_name(need.name) not in own]


def _member_files(root: Path) -> list[Path]:
    patterns = _read(root / "pyproject.toml")["tool"]["uv"]["workspace"]["members"]
    return [path for pattern in patterns for path in root.glob(f"{pattern}/pyproject.toml")]


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(main())
