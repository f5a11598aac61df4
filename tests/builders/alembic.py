"""Alembic as an operator runs it: in a service's folder, with DATABASE_URL."""

import asyncio
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from pathlib import Path

from tests.builders.database import REPOSITORY


def root_of(service: str) -> Path:
    """Return the folder of a service, which may be called by its package."""
    return REPOSITORY / "services" / service.replace("_", "-")


async def started(root: Path, url: str, *command: str) -> Process:
    """Start alembic on the database at ``url``."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "alembic",
        *command,
        cwd=root,
        env={"DATABASE_URL": url},
        stdout=PIPE,
        stderr=STDOUT,
    )


async def alembic(root: Path, url: str, *command: str) -> tuple[int, str]:
    """Run alembic to its end; return its exit code and what it said."""
    process = await started(root, url, *command)
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()
