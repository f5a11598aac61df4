"""What a test run shows, read from its JUnit report: green, red for a reason, or nothing at all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from xml.etree import ElementTree as ET

_ASSERTED = ("AssertionError", "assert ", "Failed: DID NOT RAISE")


class Result(StrEnum):
    """How a test ended. Only RED is a proof that it notices something."""

    GREEN = "green"
    RED = "red"  # an assertion of the test itself failed
    OTHER_REASON = "other reason"  # one did, but does not say what the patch breaks
    ERROR = "error"  # something else than an assertion ended it
    NOT_RUN = "not run"
    TIMED_OUT = "too long"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of one test, and what pytest said of it."""

    result: Result
    said: str = ""


def verdict(report: Path, test: str, shows: str | None = None) -> Verdict:
    """Read what became of the node id ``test``: of every case of it, if it has parameters.

    RED takes a failed assertion (or a ``pytest.raises`` that nothing raised) that stands in a test
    file, and ``shows`` among its words. Errors of a collection or a fixture are none of that.
    """
    cases = [case for case in _cases(report) if _is_of(case, test)]
    if not cases or any(case.find("skipped") is not None for case in cases):
        return Verdict(Result.NOT_RUN, _errors(report))
    bad = [found for case in cases for found in case if found.tag in {"failure", "error"}]
    if not bad:
        return Verdict(Result.GREEN)
    verdicts = [_of_failure(found, shows) for found in bad]
    return next((one for one in verdicts if one.result is not Result.RED), verdicts[0])


def _of_failure(found: ET.Element, shows: str | None) -> Verdict:
    text = found.text or ""
    said = "\n".join(line[1:].strip() for line in text.splitlines() if re.match(r"E\s", line))
    message = found.get("message", "")
    place = text.rstrip().rpartition("\n")[2]
    asserted = message.startswith(_ASSERTED) and place.startswith("tests/")
    if found.tag == "error" or not asserted:
        return Verdict(Result.ERROR, f"{place}\n{said or message}")
    if shows is not None and shows not in f"{message}\n{said}":
        return Verdict(Result.OTHER_REASON, f"{place}\n{said}\nbut not: {shows}")
    return Verdict(Result.RED, said)


def _cases(report: Path) -> Sequence[ET.Element]:
    if not report.is_file():
        return ()
    # The report is our own pytest's, written a moment ago.
    return list(ET.parse(report).getroot().iter("testcase"))  # noqa: S314 - no foreign document


def _is_of(case: ET.Element, test: str) -> bool:
    """Tell whether a case is the test, or the test with one of its parameters."""
    path, _, name = test.partition("::")
    if case.get("classname") != path.removesuffix(".py").replace("/", "."):
        return False
    found = case.get("name", "")
    return found == name or ("[" not in name and found.startswith(f"{name}["))


def _errors(report: Path) -> str:
    """Return what kept tests from running: the collection's errors."""
    return "\n".join((found.text or "") for case in _cases(report) for found in case.iter("error"))
