"""Red is a proof only when an assertion of the test failed, and for the reason given."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.sabotage.verdicts import Result, verdict

TESTS = """
import asyncio

import pytest

@pytest.fixture
def broken():
    raise AssertionError("a fixture is no test")

def unharmed():
    return 1

def test_green():
    assert unharmed() == 1

def test_asserts():
    assert unharmed() == 2

def test_expects_an_error():
    with pytest.raises(LookupError):
        unharmed()

def test_gets_another_error():
    with pytest.raises(LookupError):
        raise KeyboardInterrupt if unharmed() == 2 else ArithmeticError

def test_misses_a_name():
    assert absent == 1

def test_imports_what_is_gone():
    import nowhere_at_all

def test_waits_too_long():
    asyncio.run(asyncio.wait_for(asyncio.sleep(1), 0.01))

def test_asserts_elsewhere():
    import product
    product.check()

def test_has_a_broken_fixture(broken):
    assert unharmed() == 1

@SKIPPED
def test_skipped():
    assert unharmed() == 2

@pytest.mark.parametrize("n", [1, 2])
def test_of_many(n):
    assert n == 1
""".replace("SKIPPED", "pytest.mark." + "skip")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run small tests that end in every way a test can, and one file that cannot be collected."""
    folder = tmp_path_factory.mktemp("suite")
    (folder / "tests").mkdir()
    (folder / "tests" / "test_some.py").write_text(TESTS)
    (folder / "tests" / "test_unreadable.py").write_text("import nowhere_at_all\n")
    (folder / "product.py").write_text("def check():\n    assert False\n")
    (folder / "pytest.ini").write_text("[pytest]\npythonpath = .\n")
    subprocess.run(  # noqa: S603 - our own interpreter, on files of this test
        [
            *(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--junitxml=report.xml"),
            *("--import-mode=importlib", "--continue-on-collection-errors"),
        ],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    return folder / "report.xml"


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("test_green", Result.GREEN),
        ("test_asserts", Result.RED),
        ("test_expects_an_error", Result.RED),
        ("test_gets_another_error", Result.ERROR),
        ("test_misses_a_name", Result.ERROR),
        ("test_imports_what_is_gone", Result.ERROR),
        ("test_waits_too_long", Result.ERROR),
        ("test_asserts_elsewhere", Result.ERROR),
        ("test_has_a_broken_fixture", Result.ERROR),
        ("test_skipped", Result.NOT_RUN),
        ("test_nobody_wrote", Result.NOT_RUN),
        ("test_of_many", Result.RED),
        ("test_of_many[1]", Result.GREEN),
        ("test_of_many[2]", Result.RED),
    ],
)
def test_each_end_of_a_test_is_told_apart(report: Path, name: str, result: Result) -> None:
    assert verdict(report, f"tests/test_some.py::{name}").result is result


def test_a_file_that_cannot_be_collected_proves_nothing_and_says_why(report: Path) -> None:
    found = verdict(report, "tests/test_unreadable.py::test_a")

    assert found.result is Result.NOT_RUN
    assert "nowhere_at_all" in found.said


@pytest.mark.parametrize(
    ("shows", "result"), [("assert 1 == 2", Result.RED), ("assert 3", Result.OTHER_REASON)]
)
def test_another_reason_than_the_one_given_is_no_proof(
    report: Path, shows: str, result: Result
) -> None:
    found = verdict(report, "tests/test_some.py::test_asserts", shows)

    assert found.result is result
    assert "assert 1 == 2" in found.said


def test_a_run_that_left_no_report_proves_nothing(tmp_path: Path) -> None:
    assert verdict(tmp_path / "none.xml", "tests/x.py::test_a").result is Result.NOT_RUN
