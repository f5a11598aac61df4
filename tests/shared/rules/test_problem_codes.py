"""Every code a caller may meet stands in one table, in both languages."""

import importlib
import pkgutil
import re

import pytest

import shared
from shared import problem_answers, problems
from shared.errors import DomainError, Kind
from shared.input_faults import _CODES, _SENTENCES
from shared.problem_answers import Answer
from shared.problems import STATUS, language_of

NEVER_SENT = {"invalid"}  # what an error that names no code would have


def errors() -> list[type[DomainError]]:
    for module in pkgutil.walk_packages(shared.__path__, "shared."):
        importlib.import_module(module.name)
    found: list[type[DomainError]] = []
    waiting = [DomainError]
    while waiting:
        error = waiting.pop()
        found.append(error)
        waiting.extend(error.__subclasses__())
    return [error for error in found if error.__module__.startswith("shared.")]


def answers() -> list[Answer]:
    listed = [value for value in vars(problem_answers).values() if isinstance(value, Answer)]
    return [*listed, *problem_answers.BY_STATUS.values()]


def documented() -> set[str]:
    table = (problems.__doc__ or "").split("=====\n")
    first_column = " ".join(line[:30] for line in table[2].splitlines())
    return set(re.findall(r"``([a-z0-9]+(?:-[a-z0-9]+)*)``", first_column))


def test_every_code_of_the_suite_is_documented() -> None:
    codes = {error.code for error in errors()} | {answer.code for answer in answers()}
    inputs = set(_CODES.values()) | set(_SENTENCES)

    assert (codes | inputs) - NEVER_SENT == documented()


def test_every_kind_of_failure_has_a_status() -> None:
    assert set(STATUS) == set(Kind)


def test_every_failure_is_told_in_azerbaijani_and_in_english() -> None:
    texts = [error.title for error in errors()] + [answer.title for answer in answers()]
    texts += [answer.detail for answer in answers()] + list(_SENTENCES.values())

    assert all(text.az and text.en and text.az != text.en for text in texts)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "az"),
        ("", "az"),
        ("en", "en"),
        ("en-GB,az;q=0.5", "en"),
        ("en;q=0.3, az;q=0.9", "az"),
        ("ru, en;q=0.8", "en"),
        ("ru", "az"),
        ("de;q=1", "az"),
        ("EN", "en"),
        ("en;q=0", "az"),
        ("5ZK1Q2W;;;q=x", "az"),
    ],
)
def test_the_callers_language_is_chosen_azerbaijani_otherwise(
    header: str | None, language: str
) -> None:
    assert language_of(header) == language
