"""The repository's own files, as the house rules read them."""

import ast
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Source:
    """One Python file: its path from the root, its text and its syntax tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def is_test(self) -> bool:
        return self.path.startswith("tests/")

    @property
    def is_migration(self) -> bool:
        return "/migrations/versions/" in self.path


def tracked(pattern: str = "") -> list[Path]:
    """Return the tracked files that still exist, as git lists them for ``pattern``."""
    listed = subprocess.run(  # noqa: S603 - fixed arguments
        ["git", "-C", str(ROOT), "ls-files", *([pattern] if pattern else [])],  # noqa: S607 - git is on every PATH here
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def read(path: Path) -> Source:
    """Parse one file."""
    text = path.read_text(encoding="utf-8")
    return Source(str(path.relative_to(ROOT)), text, ast.parse(text))


def python_sources() -> list[Source]:
    """Return every tracked Python file."""
    return [read(path) for path in tracked("*.py")]
