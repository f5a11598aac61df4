"""Runs of pytest on a copy: started, given their time, and ended so that their servers end, too."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.sabotage.copying import Copy, PatchDoesNotApply
from tests.sabotage.patches import Sabotage, Witness
from tests.sabotage.verdicts import Result, Verdict, verdict

SECONDS = 240
"""For one run: servers included, and the slowest tests start the whole suite."""
SECONDS_OF_A_FAULT = 60
"""For a test that breaks the running suite: an outage, and the account after it."""
FAULTS = "tests/faults/"
SECONDS_TO_END = 40
"""For a run that is told to stop: it has servers to end."""

_OPTIONS = ("-vv", "-p", "no:cacheprovider", "--continue-on-collection-errors")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of pytest: its report and its output under ``folder``; ``ended`` by itself or not."""

    folder: Path
    ended: bool

    def verdict(self, test: str, shows: str | None = None) -> Verdict:
        """Return what became of a test in this run."""
        if not self.ended:
            return Verdict(Result.TIMED_OUT, self._last_words())
        found = verdict(self.folder / "report.xml", test, shows)
        return found if found.said else Verdict(found.result, self._last_words())

    def _last_words(self) -> str:
        text = (self.folder / "output").read_text(encoding="utf-8", errors="replace")
        return "\n".join(text.splitlines()[-12:])


def run_unharmed(copy: Copy, folder: Path, tests: Sequence[str], stop: threading.Event) -> Run:
    """Run all the tests once on the whole copy."""
    seconds = sum(SECONDS_OF_A_FAULT if one.startswith(FAULTS) else 15 for one in tests)
    return _run(copy, folder, tests, stop, seconds=SECONDS + seconds)


def run_sabotaged(
    copy: Copy, folder: Path, sabotage: Sabotage, witness: Witness, stop: threading.Event
) -> Verdict:
    """Break the copy, run the test that must notice, and make the copy whole again."""
    try:
        copy.apply(sabotage)
    except PatchDoesNotApply as why:
        return Verdict(Result.NOT_RUN, f"the patch does not apply: {why}")
    try:
        run = _run(copy, folder, ["-x", witness.test], stop, seconds=SECONDS)
        return run.verdict(witness.test, witness.shows)
    finally:
        copy.restore(sabotage)


def _run(
    copy: Copy, folder: Path, words: Sequence[str], stop: threading.Event, *, seconds: float
) -> Run:
    folder.mkdir()
    report = f"--junitxml={folder / 'report.xml'}"
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter, arguments of ours
            [str(copy.python), "-m", "pytest", *_OPTIONS, report, *words],
            cwd=copy.root,
            env=copy.environment({"ENV": "test"}),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # an interrupted terminal is for us, who end it properly
        )
        ends_at = time.monotonic() + seconds
        try:
            while process.poll() is None and time.monotonic() < ends_at and not stop.is_set():
                time.sleep(0.1)
            return Run(folder, ended=process.poll() is not None)
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Let a run end its servers; one that does not is left to ``dost prepare-tests``."""
    if process.poll() is not None:
        return
    os.kill(process.pid, signal.SIGINT)
    try:
        process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
