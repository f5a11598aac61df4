import json
from http import HTTPStatus

from local_stack.ports import free_port
from local_stack.readiness import Answer, ask, wait_until_ready


def test_silence_is_an_answer_too() -> None:
    answer = ask(f"http://127.0.0.1:{free_port()}")
    assert not answer.ready
    assert answer.reason == "does not answer yet"


def test_what_is_missing_is_said_part_by_part() -> None:
    parts = {"database": {"ok": True, "why": None}, "kafka": {"ok": False, "why": "no assignment"}}
    body = json.dumps({"ready": False, "parts": parts})
    assert Answer(HTTPStatus.SERVICE_UNAVAILABLE, body).reason == "kafka: no assignment"


def test_an_answer_that_says_nothing_is_told_by_its_status() -> None:
    assert Answer(HTTPStatus.BAD_GATEWAY, "<html>").reason == "answers 502"


def test_waiting_ends_when_the_process_has_ended() -> None:
    answer = wait_until_ready(lambda: Answer(0, "gone"), lambda: False, print, seconds=60)
    assert answer.reason == "gone"


def test_waiting_ends_when_the_part_is_ready() -> None:
    answers = iter([Answer(0, "does not answer yet"), Answer(HTTPStatus.OK, "{}")])
    assert wait_until_ready(lambda: next(answers), lambda: True, print, seconds=60).ready
