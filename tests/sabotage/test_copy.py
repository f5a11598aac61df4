"""What is broken is the copy, and what runs is what was broken."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.sabotage.copying import Copy, PatchDoesNotApply, copy_to
from tests.sabotage.patches import ROOT, all_sabotages, read

WHERE = "import shared, catalog; from local_stack.layout import ROOT; "
WHERE += "print(shared.__file__, catalog.__file__, ROOT, sep='\\n')"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return copy_to(tmp_path_factory.mktemp("copy") / "suite")


def run(words: Sequence[str | Path]) -> str:
    """Run a program as a test may: from anywhere, and with no variable at all."""
    done = subprocess.run(  # noqa: S603 - programs of the copy
        words, cwd="/", env={}, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_every_package_comes_from_the_copy_without_being_told(copy: Copy) -> None:
    places = run([copy.python, "-c", WHERE]).split()

    assert len(places) == 3
    assert [place for place in places if not Path(place).is_relative_to(copy.root)] == []


@pytest.mark.parametrize("command", ["catalog", "applications", "dost"])
def test_an_installed_command_is_of_the_copy(copy: Copy, command: str) -> None:
    program = copy.python.with_name(command)

    assert program.read_text(encoding="utf-8").startswith(f"#!{copy.python.parent}/python")
    assert "Usage" in run([program, "--help"])


def test_a_broken_copy_is_made_whole_again_and_the_checkout_is_never_touched(copy: Copy) -> None:
    sabotage = all_sabotages()[0]
    [path, *_] = sabotage.touches
    ours, theirs = ROOT / path, copy.root / path
    before, whole = ours.read_bytes(), theirs.read_bytes()

    copy.apply(sabotage)
    broken = theirs.read_bytes()
    (copy.root / "left-behind.txt").write_text("by a test")
    copy.restore(sabotage)

    assert broken != whole
    assert theirs.read_bytes() == whole
    assert ours.read_bytes() == before
    assert not (copy.root / "left-behind.txt").exists()


def test_a_patch_for_other_sources_is_refused(copy: Copy, tmp_path: Path) -> None:
    file = tmp_path / "stale.patch"
    file.write_text(
        "Sabotage: nothing\nTest: tests/x.py::test_a\nShows: this\n\n"
        "--- a/shared/src/shared/relay.py\n"
        "+++ b/shared/src/shared/relay.py\n@@ -1 +1 @@\n-nobody wrote this\n+nor this\n"
    )

    with pytest.raises(PatchDoesNotApply):
        copy.apply(read(file))
