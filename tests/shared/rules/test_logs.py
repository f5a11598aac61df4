"""What an operator reads in the logs, and what nobody ever does."""

import ast
import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from shared.telemetry.logs import ALLOWED_KEYS, _LibraryHandler, logger
from shared.telemetry.trace import following

REPOSITORY = Path(__file__).parents[3]
FIN = "5ZK1Q2W"
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}

log = logger("tests.logs")


def person_of(fin: str) -> str:
    try:
        return {"7AB1C2D": "Leyla"}[fin]
    except KeyError as cause:
        raise ValueError(f"no person {fin}") from cause


def written(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    line: dict[str, Any] = json.loads(capsys.readouterr().out)
    return line


def test_a_key_that_is_not_allowed_is_dropped_and_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log.info("a case was taken", case_id="c-1", fin=FIN, given_name="Leyla", note=FIN)

    line = written(capsys)
    assert line["event"] == "a case was taken"
    assert line["case_id"] == "c-1"
    assert line["dropped"] == 3
    assert FIN not in json.dumps(line)


def test_an_exception_is_its_class_and_its_place_and_never_its_message(
    capsys: pytest.CaptureFixture[str],
) -> None:
    try:
        person_of(FIN)
    except ValueError:
        log.exception("a question failed", attempt=2)

    line = written(capsys)
    assert line["error"] == "builtins.ValueError"
    assert line["caused_by"] == ["builtins.KeyError"]
    assert line["at"][0].startswith("test_logs.py:")
    assert FIN not in json.dumps(line)


def test_a_line_about_a_case_does_not_say_of_which_service_or_office(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log.info("a case moved", case_id="c-1", service_id="some-service", office="body-1", state="x")

    line = written(capsys)
    assert "service_id" not in line
    assert "office" not in line
    assert line["state"] == "x"


def test_a_line_about_a_passport_may_name_its_service(capsys: pytest.CaptureFixture[str]) -> None:
    log.info("a passport was published", service_id="some-service", passport_version=3)

    assert written(capsys)["service_id"] == "some-service"


def test_a_line_written_for_a_request_bears_its_trace(capsys: pytest.CaptureFixture[str]) -> None:
    with following(None) as trace:
        log.info("something happened")

    assert written(capsys)["trace_id"] == trace.trace_id


def test_a_library_writes_its_template_and_never_what_it_filled_in(
    capsys: pytest.CaptureFixture[str],
) -> None:
    record = logging.LogRecord(
        "aiokafka.consumer", logging.WARNING, "fetcher.py", 7, "Lost %s", (FIN,), None, "fetch"
    )
    _LibraryHandler().emit(record)

    line = written(capsys)
    assert line["template"] == "Lost %s"
    assert line["at"] == ["fetcher.py:7:fetch"]
    assert FIN not in json.dumps(line)


def test_an_unknown_library_writes_only_where_it_wrote(capsys: pytest.CaptureFixture[str]) -> None:
    record = logging.LogRecord(
        "some.driver", logging.ERROR, "driver.py", 9, f"bad value {FIN}", (), None, "bind"
    )
    _LibraryHandler().emit(record)

    line = written(capsys)
    assert line["module"] == "some.driver"
    assert "template" not in line
    assert FIN not in json.dumps(line)


def test_a_task_that_failed_unseen_does_not_tell_its_exception(
    capsys: pytest.CaptureFixture[str],
) -> None:
    message = f"Task exception was never retrieved\nfuture: <Task exception=KeyError('{FIN}')>"
    error = KeyError(FIN)
    _LibraryHandler().emit(
        logging.LogRecord("asyncio", logging.ERROR, "x.py", 1, message, (), (KeyError, error, None))
    )

    line = written(capsys)
    assert line["error"] == "builtins.KeyError"
    assert FIN not in json.dumps(line)


def test_of_several_failures_at_once_each_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    group = ExceptionGroup(FIN, [ValueError(FIN), ExceptionGroup(FIN, [KeyError(FIN)])])

    log.error("the parts of a worker failed", exc_info=group)

    line = written(capsys)
    assert line["errors"] == ["builtins.ValueError", "builtins.KeyError"]
    assert FIN not in json.dumps(line)


def test_a_process_that_dies_says_where_and_not_with_what(tmp_path: Path) -> None:
    script = tmp_path / "process.py"
    script.write_text(
        "from shared.telemetry.logs import configure_logs\n"
        "configure_logs(service='catalog', process='worker')\n"
        f"raise KeyError('{FIN}')\n"
    )
    ended = subprocess.run(  # noqa: S603 - our own interpreter and a script of this test
        [sys.executable, str(script)], capture_output=True, text=True, check=False
    )

    line = json.loads(ended.stdout)
    assert ended.returncode == 1
    assert (line["service"], line["process"], line["level"]) == ("catalog", "worker", "critical")
    assert line["at"] == ["process.py:3:<module>"]
    assert FIN not in ended.stdout + ended.stderr


def test_a_long_value_is_cut_and_an_object_is_no_leak(capsys: pytest.CaptureFixture[str]) -> None:
    log.info("something odd", reason="x" * 5000, errors=[{"a": 1}, "b"])

    line = written(capsys)
    assert len(line["reason"]) == 200
    assert line["errors"] == ["{'a': 1}", "b"]


def calls_of_logs() -> list[tuple[str, ast.Call]]:
    sources = [
        path
        for part in ("shared/src", "services", "deploy")
        for path in (REPOSITORY / part).rglob("*.py")
    ]
    return [
        (f"{path.relative_to(REPOSITORY)}:{node.lineno}", node)
        for path in sources
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"log", "LOG", "logger"}
        and node.func.attr in LEVELS
    ]


def test_every_line_of_the_code_is_a_literal_sentence_with_allowed_keys() -> None:
    wrong = []
    for place, call in calls_of_logs():
        literal = call.args and isinstance(call.args[0], ast.Constant) and len(call.args) == 1
        if not literal:
            wrong.append(f"{place}: the event is not one literal sentence")
        names = {keyword.arg for keyword in call.keywords if keyword.arg}
        unknown = names - ALLOWED_KEYS - {"exc_info"}
        wrong.extend(f"{place}: {name} is not in ALLOWED_KEYS" for name in sorted(unknown))

    assert calls_of_logs()
    assert not wrong, "\n".join(wrong)


def test_the_http_client_does_not_write_a_line_for_each_call(tmp_path: Path) -> None:
    script = tmp_path / "process.py"
    script.write_text(
        "import logging\n"
        "from shared.telemetry.logs import configure_logs\n"
        "configure_logs(service='applications', process='worker')\n"
        "logging.getLogger('httpx2').info('HTTP Request: %s', 'GET http://registry')\n"
        "logging.getLogger('httpx2').warning('a pool is full')\n"
    )
    ended = subprocess.run(  # noqa: S603 - our own interpreter and a script of this test
        [sys.executable, str(script)], capture_output=True, text=True, check=True
    )

    [line] = ended.stdout.splitlines()
    assert json.loads(line)["level"] == "warning"
