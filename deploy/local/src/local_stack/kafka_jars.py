"""Apache Kafka's own jars, downloaded once into a cache that the stack and test runs share.

`kafka.lock` names each jar with its SHA-256, as `requirements/` does for Python. The download
runs as a program of its own (`python -m local_stack.kafka_download`), because its libraries read
their certificate store from the environment and need not stay in the memory of a test run.
"""

import fcntl
import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

from local_stack.certificates import certificate_variables
from local_stack.failures import StackError
from local_stack.layout import KAFKA_JARS
from local_stack.processes import follow, inherited

LOCK_FILE = Path(__file__).with_name("kafka.lock")


@dataclass(frozen=True)
class Jar:
    """One line of the lock: Maven coordinates and the SHA-256 of the file, in hex."""

    group: str
    artifact: str
    version: str
    sha256: str

    @property
    def filename(self) -> str:
        """Return the file name in the cache folder."""
        return f"{self.artifact}-{self.version}.jar"

    def is_in(self, folder: Path) -> bool:
        """Tell whether the folder holds this jar, whole and unchanged."""
        path = folder / self.filename
        return path.exists() and digest(path) == self.sha256


def locked_jars(lock: Path = LOCK_FILE) -> list[Jar]:
    """Read the lock file: lines `group:artifact:version sha256`, `#` starts a comment."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    return [_parsed(line) for line in lines if line and not line.startswith("#")]


def _parsed(line: str) -> Jar:
    coordinates, sha256 = line.split()
    group, artifact, version = coordinates.split(":")
    return Jar(group, artifact, version, sha256)


def kafka_version(jars: list[Jar]) -> str:
    """Return the version of the broker among the jars."""
    return next(jar.version for jar in jars if jar.artifact == "kafka-clients")


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def provide_jars(folder: Path = KAFKA_JARS) -> Path:
    """Return the folder with every jar of the lock; download what is missing, one run at a time.

    Raises StackError when a jar can't be had or differs from the lock.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".busy").open("w") as busy:
        fcntl.flock(busy, fcntl.LOCK_EX)
        if all(jar.is_in(folder) for jar in locked_jars()):
            return folder
        command = [sys.executable, "-m", "local_stack.kafka_download", str(folder)]
        code = follow(command, env=certificate_variables(inherited()))
    if code != 0:
        raise StackError(
            "Apache Kafka could not be downloaded from Maven Central.",
            remedy="check the network and start again, or set KAFKA_BOOTSTRAP to a broker of yours",
        )
    return folder
