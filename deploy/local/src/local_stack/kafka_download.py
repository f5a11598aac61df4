"""Downloads the broker's jars: `python -m local_stack.kafka_download FOLDER`.

With `--lock` it resolves them anew instead and writes `kafka.lock`.
"""

import argparse
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import jgo
from jgo.maven import MavenContext, PythonResolver

from local_stack.kafka_jars import LOCK_FILE, Jar, digest, locked_jars

# Without a logger the broker can't say why it does not start.
_WANTED = ("org.apache.kafka:kafka_2.13:4.4.0", "org.slf4j:slf4j-simple:1.7.36")
_HEADER = "# Apache Kafka's jars with their SHA-256; `make lock-broker` writes this file."
_AT_ONCE = 6


def main() -> int:
    """Run as a program; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m local_stack.kafka_download")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--lock", action="store_true", help="write a new lock")
    given = parser.parse_args()
    if given.lock:
        LOCK_FILE.write_text("\n".join([_HEADER, *_resolve(), ""]), encoding="utf-8")
        return 0
    return _download([jar for jar in locked_jars() if not jar.is_in(given.folder)], given.folder)


def _download(missing: list[Jar], folder: Path) -> int:
    with _maven() as maven, ThreadPoolExecutor(_AT_ONCE) as pool:
        running = [pool.submit(_fetch, maven, jar, folder) for jar in missing]
        for number, done in enumerate(as_completed(running), start=1):
            _write(
                f"  Apache Kafka from Maven Central: {number} of {len(missing)}, {done.result()}"
            )
    return 0


def _fetch(maven: MavenContext, jar: Jar, folder: Path) -> str:
    component = maven.project(jar.group, jar.artifact).at_version(jar.version)
    downloaded = component.artifact().resolve()
    if digest(downloaded) != jar.sha256:
        raise ValueError(f"{jar.filename} is not the file that kafka.lock names")
    shutil.move(downloaded, folder / jar.filename)
    return jar.filename


def _resolve() -> list[str]:
    lines = []
    for found in jgo.resolve("+".join(_WANTED)):
        coordinates = f"{found.groupId}:{found.artifactId}:{found.version}"
        lines.append(f"{coordinates} {digest(found.resolve())}")
    return sorted(lines)


@contextmanager
def _maven() -> Iterator[MavenContext]:
    """Open a repository cache that is gone afterwards: the jars are kept once, by us."""
    with TemporaryDirectory() as folder:
        yield MavenContext(resolver=PythonResolver(), repo_cache=Path(folder), local_repos=[])


def _write(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
