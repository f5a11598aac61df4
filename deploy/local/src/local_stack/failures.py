"""What can go wrong while a part starts, always with the way out."""

from collections.abc import Callable
from pathlib import Path

Say = Callable[[str], None]
"""Hears what happens, a line at a time."""


class StackError(Exception):
    """A part of the stack can't run.

    `remedy` is one sentence a developer can act on; it is printed under the message.
    """

    def __init__(self, message: str, *, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.args[0]}\n  What to do: {self.remedy}"


def tail(log: Path, lines: int = 15) -> str:
    """Return the last lines of a log, indented, for an error message."""
    if not log.exists():
        return "    (nothing was logged)"
    text = log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]
    return "\n".join(f"    {line}" for line in text) or "    (nothing was logged)"
