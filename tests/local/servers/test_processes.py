import os
import signal
import sys
from pathlib import Path

from local_stack.processes import (
    alive,
    arguments,
    end,
    follow,
    inherited,
    run,
    spawn,
    variables,
    wait_until_gone,
    with_arguments,
)


def test_a_process_is_found_by_what_it_was_started_with(tmp_path: Path) -> None:
    pid = spawn(["sleep", "31.4159"], log=tmp_path / "log", env=inherited(DOST_PART="sleeper"))
    try:
        assert alive(pid)
        assert with_arguments("sleep", "31.4159") == pid
        assert arguments(pid) == ["sleep", "31.4159"]
        assert variables(pid)["DOST_PART"] == "sleeper"
    finally:
        end(pid, signal.SIGTERM, patience=5)
    assert not alive(pid)
    assert with_arguments("sleep", "31.4159") is None


def test_a_process_that_will_not_stop_is_killed(tmp_path: Path) -> None:
    stubborn = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up'); time.sleep(30)"
    log = tmp_path / "log"
    pid = spawn([sys.executable, "-u", "-c", stubborn], log=log)
    while "up" not in log.read_text():
        assert alive(pid)
    end(pid, signal.SIGTERM, patience=0.2)
    assert not alive(pid)


def test_a_process_that_ended_by_itself_is_not_alive(tmp_path: Path) -> None:
    pid = spawn(["true"], log=tmp_path / "log")
    assert wait_until_gone(pid, 5)


def test_ending_what_is_gone_already_is_as_well(tmp_path: Path) -> None:
    pid = spawn(["true"], log=tmp_path / "log")
    assert wait_until_gone(pid, 5)
    end(pid, signal.SIGTERM, patience=1)
    assert arguments(pid) == []
    assert variables(pid) == {}


def test_a_detached_process_leads_a_session_of_its_own(tmp_path: Path) -> None:
    pid = spawn(["sleep", "30"], log=tmp_path / "log")
    try:
        assert os.getsid(pid) == pid
    finally:
        end(pid, signal.SIGTERM, patience=5)


def test_a_program_that_is_missing_is_told_as_a_shell_would() -> None:
    done = run(["no-such-program-anywhere"])
    assert (done.returncode, done.stderr) == (127, "no-such-program-anywhere: not found")


def test_a_command_that_talks_to_the_user_gives_its_exit_code() -> None:
    assert follow(["false"]) == 1
