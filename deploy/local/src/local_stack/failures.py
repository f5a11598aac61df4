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
    """Return the last lines of a log for an error message, indented, without Java's stack frames."""
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    telling = [line for line in text.splitlines() if not line.startswith("\t")]
    return "\n".join(f"    {line}" for line in telling[-lines:]) or "    (nothing was logged)"
