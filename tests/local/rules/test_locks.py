import shutil
from pathlib import Path

import pytest

from local_stack.layout import ROOT
from local_stack.locks import all_locks, gaps


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    for project in [ROOT, *(ROOT / part for part in ("shared", "services", "deploy"))]:
        pattern = "pyproject.toml" if project == ROOT else "**/pyproject.toml"
        for file in project.glob(pattern):
            copy = tmp_path / file.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copy)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    return tmp_path


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_committed_locks_hold_what_the_projects_need() -> None:
    assert gaps() == []


def test_there_is_a_lock_for_each_deployable_and_one_for_development() -> None:
    services = {"catalog", "applications", "notifications", "meis-gateway"}
    assert {lock.name for lock in all_locks()} == {*services, "sandbox", "local", "dev", "uv"}


def test_a_dependency_that_no_lock_has_is_noticed(workspace: Path) -> None:
    project = workspace / "services/catalog/pyproject.toml"
    replace(project, "dependencies = [", 'dependencies = [\n    "left-pad-for-papers>=1",')
    assert gaps(workspace) == [
        "requirements/dev.txt has no left-pad-for-papers",
        "requirements/catalog.txt has no left-pad-for-papers",
    ]


def test_a_need_of_the_shared_code_reaches_every_deployable(workspace: Path) -> None:
    project = workspace / "shared/pyproject.toml"
    replace(project, "dependencies = [", 'dependencies = [\n    "left-pad-for-papers>=1",')
    assert len(gaps(workspace)) == len(all_locks()) - 1  # all but the installer's


def test_a_pin_older_than_what_a_project_asks_for_is_noticed(workspace: Path) -> None:
    replace(workspace / "deploy/local/pyproject.toml", "jgo>=3.2", "jgo>=99")
    assert [gap.partition(",")[2] for gap in gaps(workspace)] == [" not jgo>=99"] * 2


def test_a_deployable_pinned_to_another_version_than_tested_is_noticed(workspace: Path) -> None:
    lock = workspace / "requirements/catalog.txt"
    text = lock.read_text(encoding="utf-8")
    pinned = next(line for line in text.splitlines() if line.startswith("structlog=="))
    replace(lock, pinned, "structlog==99.9.9 \\")
    assert any("catalog.txt has structlog 99.9.9, dev.txt has" in gap for gap in gaps(workspace))


def test_no_lock_names_a_registry() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "requirements").iterdir()]
    assert not any("http" in line for text in texts for line in text.splitlines() if "--" in line)
