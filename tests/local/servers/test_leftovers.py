import os
import signal
import sys
from pathlib import Path

from local_stack.layout import ROOT
from local_stack.leftovers import TESTS_MARK, sweep
from local_stack.processes import alive, end, inherited, spawn, variables, wait_until_gone


def sleeper(mark: str, folder: Path) -> int:
    return spawn(["sleep", "30"], log=folder / "log", env=inherited(**{TESTS_MARK: mark}))


def test_what_a_killed_run_left_is_ended_and_nothing_else(tmp_path: Path) -> None:
    run = spawn(["true"], log=tmp_path / "log")
    assert wait_until_gone(run, 5)
    left = sleeper(f"{ROOT}:{run}", tmp_path)
    elsewhere = sleeper(f"/elsewhere:{run}", tmp_path)
    try:
        assert sweep() >= 1
        assert not alive(left)
        assert alive(elsewhere)
    finally:
        end(elsewhere, signal.SIGTERM, patience=5)


def test_what_a_run_uses_while_it_goes_on_stays(tmp_path: Path) -> None:
    script = f"import os; os.environ['{TESTS_MARK}'] = '{ROOT}:' + str(os.getpid()); "
    script += "os.execvp('sleep', ['sleep', '30'])"
    run = spawn([sys.executable, "-c", script], log=tmp_path / "log")
    mark = f"{ROOT}:{run}"
    while variables(run).get(TESTS_MARK) != mark:  # it inherits the mark of this very run first
        assert alive(run)
    used = sleeper(mark, tmp_path)
    try:
        sweep()
        assert alive(used)
        assert run != os.getpid()
    finally:
        for pid in (used, run):
            end(pid, signal.SIGTERM, patience=5)
