"""A sandbox for each test."""

from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copy

import httpx2 as httpx
import pytest

from sandbox.identity.keys import KEY_FILE, load_or_create
from tests.builders.sandbox import opened_sandbox


@pytest.fixture(scope="session")
def signing_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the file of a signing key: making one for each test would take longer than the tests."""
    folder = tmp_path_factory.mktemp("identity")
    load_or_create(folder)
    return folder / KEY_FILE


@pytest.fixture
async def sandbox(signing_key: Path, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Give a sandbox in which nothing has happened yet."""
    copy(signing_key, tmp_path)
    async with opened_sandbox(tmp_path) as client:
        yield client
