"""The business clock of the suite: follows the system, or starts from an instant a test set."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shared.clock import system_now

CLOCK_FILE = "clock.json"


@dataclass(frozen=True, slots=True)
class Setting:
    """``instant`` is what the clock showed when the system's clock showed ``set_at``."""

    instant: datetime
    set_at: datetime
    running: bool


class BusinessClock:
    """A ``shared.clock.Clock`` that can be set, stopped and let go.

    With a folder the setting outlives the process: cases that were filed under a set clock would
    otherwise find themselves in another year.
    """

    def __init__(self, folder: Path | None, system: Callable[[], datetime] = system_now) -> None:
        self._file = folder / CLOCK_FILE if folder is not None else None
        self._system = system
        self._setting = _read(self._file)

    @property
    def setting(self) -> Setting | None:
        """What the clock was set to, None while it follows the system."""
        return self._setting

    async def now(self) -> datetime:
        """Return business time, aware, in UTC."""
        system = self._system()
        setting = self._setting
        if setting is None:
            return system
        return setting.instant + (system - setting.set_at) if setting.running else setting.instant

    def set(self, instant: datetime, *, running: bool) -> None:
        """Show ``instant`` from now on; go on from there, or stand still."""
        self._keep(Setting(instant.astimezone(UTC), self._system(), running))

    def clear(self) -> None:
        """Follow the system again."""
        self._keep(None)

    def _keep(self, setting: Setting | None) -> None:
        self._setting = setting
        if self._file is None:
            return
        if setting is None:
            self._file.unlink(missing_ok=True)
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_suffix(".new")
        draft.write_text(
            json.dumps(
                {
                    "instant": setting.instant.isoformat(),
                    "set_at": setting.set_at.isoformat(),
                    "running": setting.running,
                }
            ),
            encoding="utf-8",
        )
        draft.replace(self._file)


def _read(file: Path | None) -> Setting | None:
    if file is None or not file.exists():
        return None
    kept = json.loads(file.read_text(encoding="utf-8"))
    return Setting(
        instant=datetime.fromisoformat(kept["instant"]),
        set_at=datetime.fromisoformat(kept["set_at"]),
        running=kept["running"],
    )
