"""A sabotage that no longer applies proves nothing: this is noticed at once, by every test run."""

import ast
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests.sabotage.patches import (
    FOLDER,
    ROOT,
    PatchMalformed,
    Sabotage,
    all_sabotages,
    exists,
    read,
)

AT_LEAST = 20
DIFF = "--- a/shared/x.py\n+++ b/shared/x.py\n@@ -1 +1 @@\n-a = 1\n+a = 2\n"
TEST = "Test: tests/shared/test_x.py::test_a\nShows: assert 2 == 1\n"
HEADER = f"Sabotage: a is two\n{TEST}\n"

SABOTAGES = all_sabotages()


@pytest.fixture(params=SABOTAGES, ids=lambda one: one.name)
def sabotage(request: pytest.FixtureRequest) -> Sabotage:
    one: Sabotage = request.param
    return one


def applied(sabotage: Sabotage, folder: Path) -> str:
    """Apply a patch to a copy of the files it touches; return what git has against it."""
    for path in sabotage.touches:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, folder / path)
    done = subprocess.run(  # noqa: S603 - git, on a folder of this test
        ["git", "apply", "--whitespace=nowarn", str(sabotage.file)],  # noqa: S607 - as above
        cwd=folder,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "GIT_CEILING_DIRECTORIES": str(folder.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr


def test_a_patch_applies_and_leaves_code_that_can_be_read(
    sabotage: Sabotage, tmp_path: Path
) -> None:
    complaint = applied(sabotage, tmp_path)

    assert complaint == ""
    for path in sabotage.touches:
        before, after = (ROOT / path).read_text(), (tmp_path / path).read_text()
        assert before != after
        if path.endswith(".py"):
            assert ast.dump(ast.parse(before)) != ast.dump(ast.parse(after))


def test_the_test_that_must_turn_red_is_there(sabotage: Sabotage) -> None:
    tests = [witness.test for witness in sabotage.witnesses]

    assert [test for test in tests if not exists(test) or not test.startswith("tests/")] == []
    assert len(set(tests)) == len(tests)


def test_there_are_enough_of_them_and_no_two_are_the_same() -> None:
    diffs = Counter(change_of(one) for one in SABOTAGES)

    assert len(SABOTAGES) >= AT_LEAST
    assert [one.name for one in SABOTAGES if diffs[change_of(one)] > 1] == []
    assert [path.name for path in FOLDER.iterdir() if path.suffix in {".rej", ".orig"}] == []


def change_of(sabotage: Sabotage) -> str:
    """Return what a patch changes, without places: what git prints behind @@ depends on the reader."""
    diff = sabotage.file.read_text(encoding="utf-8").partition("\n\n")[2]
    return re.sub(r"^@@.*", "@@", diff, flags=re.MULTILINE).strip()


def test_a_patch_that_has_moved_away_from_its_sources_is_noticed(tmp_path: Path) -> None:
    stale = tmp_path / "stale.patch"
    stale.write_text(HEADER + DIFF.replace("shared/x.py", "shared/src/shared/relay.py"))

    assert "patch does not apply" in applied(read(stale), tmp_path / "copy")


@pytest.mark.parametrize(
    "text",
    [
        HEADER,
        DIFF,
        HEADER.replace("Test: ", "Test ") + DIFF,
        HEADER.replace("Shows: ", "Shows ") + DIFF,
        HEADER.replace(TEST, TEST + "Test: tests/shared/test_x.py::test_b\n") + DIFF,
        HEADER + DIFF.replace("shared/x.py", "tests/shared/test_x.py"),
    ],
    ids=["no diff", "no header", "no test", "no reason", "one reason of two", "a changed test"],
)
def test_a_patch_that_does_not_say_what_it_proves_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "some.patch"
    file.write_text(text)

    with pytest.raises(PatchMalformed):
        read(file)


def test_a_patch_may_name_several_tests(tmp_path: Path) -> None:
    file = tmp_path / "some.patch"
    file.write_text(HEADER.replace(TEST, TEST + TEST.replace("test_a", "test_b")) + DIFF)

    tests = [witness.test for witness in read(file).witnesses]

    assert tests == ["tests/shared/test_x.py::test_a", "tests/shared/test_x.py::test_b"]


@pytest.mark.parametrize(
    "words",
    [
        *("assert not True", "assert False", "assert None ==", "assert [", "assert {", "assert []"),
        *("== []", "== 1", "== False", "== (None, None)", "== {1}", "not in", "in", "'no'"),
        *("(True, True)", "[404", "At index"),
    ],
)
def test_words_of_any_failure_are_no_reason(tmp_path: Path, words: str) -> None:
    file = tmp_path / "some.patch"
    file.write_text(HEADER.replace("assert 2 == 1", words) + DIFF)

    with pytest.raises(PatchMalformed, match="any failure may show"):
        read(file)


@pytest.mark.parametrize(
    "test",
    [
        "tests/nowhere/test_x.py::test_a",
        "tests/sabotage/test_patches_apply.py::test_nobody_wrote",
        "tests/sabotage/test_patches_apply.py",
    ],
)
def test_a_test_that_is_not_there_is_noticed(test: str) -> None:
    assert not exists(test)
