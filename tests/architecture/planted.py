"""A small throw-away tree with the suite's package names, to plant one violation at a time in."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
SERVICES = ("catalog", "applications", "notifications", "meis_gateway")
WORDS = (
    "__main__",
    "cli",
    "app",
    "settings",
    "api",
    "consumers",
    "jobs",
    "use_cases",
    "storage",
    "clients",
    "domain",
)


def contracts() -> list[dict[str, object]]:
    """Return the suite's own contracts, as ``pyproject.toml`` holds them."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        found: list[dict[str, object]] = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    return found


def build_tree(root: Path) -> None:
    """Write empty modules under ``root`` for every name the contracts speak of, and the contracts."""
    for service in SERVICES:
        _module(root, service)
        for word in WORDS:
            _module(root, f"{service}.{word}")
    for name in (
        "shared",
        "shared.database",
        "shared.kafka",
        "shared.http",
        "sandbox",
        "local_stack",
    ):
        _module(root, name)
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    start = text.index("[tool.importlinter]")
    (root / "pyproject.toml").write_text(text[start:], encoding="utf-8")


def plant(root: Path, module: str, line: str) -> None:
    """Append one line of code to ``module``, making the module when it is new."""
    _module(root, module)
    path = root.joinpath(*module.split("."), "__init__.py")
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")


def broken_contracts(root: Path) -> set[str]:
    """Run import-linter over the tree under ``root`` and return the names of broken contracts.

    A run that stops before it has judged (a missing module, a stray layer) counts as broken under
    the first words it prints after its banner.
    """
    run = subprocess.run(  # noqa: S603 - our own interpreter and our own arguments
        [sys.executable, "-c", _LINT],
        cwd=root,
        env={"PYTHONPATH": str(root), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    names = {str(contract["name"]) for contract in contracts()}
    found = {name for name in names if f"{name} BROKEN" in " ".join(run.stdout.split())}
    if run.returncode != 0 and not found:
        return {run.stdout + run.stderr}
    return found


_LINT = (
    "import sys;"
    "from importlinter.cli import lint_imports;"
    "sys.exit(lint_imports(config_filename='pyproject.toml', no_cache=True))"
)


def _module(root: Path, name: str) -> None:
    folder = root.joinpath(*name.split("."))
    folder.mkdir(parents=True, exist_ok=True)
    parts = name.split(".")
    for depth in range(1, len(parts) + 1):
        init = root.joinpath(*parts[:depth], "__init__.py")
        if not init.exists():
            init.write_text("", encoding="utf-8")
