"""Prove that the tests can fail: ``make prove``, or ``make prove ARGS="one-sabotage another"``.

The suite is copied. The named tests run once on the whole copy and must be green; then each patch
is applied alone, each test it names runs and must be red, and the copy is made whole again. Ends with 1 when
one sabotage is not noticed or does not apply.
"""

import argparse
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from tests.sabotage.copying import Copy, copy_to
from tests.sabotage.patches import Sabotage, Witness, all_sabotages, exists
from tests.sabotage.running import run_sabotaged, run_unharmed
from tests.sabotage.verdicts import Result, Verdict

SIDE_BY_SIDE = 2


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of one sabotage before one witness."""

    sabotage: Sabotage
    witness: Witness
    unharmed: Verdict
    sabotaged: Verdict
    seconds: float

    @property
    def holds(self) -> bool:
        return (self.unharmed.result, self.sabotaged.result) == (Result.GREEN, Result.RED)


def main() -> int:
    """Prove the sabotages named on the command line, or all of them."""
    parser = argparse.ArgumentParser(prog="make prove", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="SABOTAGE", help="default: all of them")
    chosen = _chosen(parser.parse_args().names)
    # Whoever ends this, a shell that ignores interrupts included: runs and servers end with it.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="dost-prove-") as folder:
        proofs = []
        _head(chosen)
        for proof in _proofs(Path(folder).resolve(), chosen):
            proofs.append(proof)
            _line(proof, chosen)
    failed = [proof for proof in proofs if not proof.holds]
    for proof in failed:
        _explain(proof)
    unnoticed = {proof.sabotage.name for proof in failed}
    _say(f"\n{len(chosen) - len(unnoticed)} of {len(chosen)} sabotages are noticed.")
    return 1 if failed else 0


def _chosen(names: Sequence[str]) -> list[Sabotage]:
    known = {sabotage.name: sabotage for sabotage in all_sabotages()}
    if unknown := [name for name in names if name not in known]:
        _say(f"No such sabotage: {', '.join(unknown)}. There are:\n" + "\n".join(known))
        raise SystemExit(2)
    chosen = [known[name] for name in names] or list(known.values())
    without = [(one, seen) for one, seen in _pairs(chosen) if not exists(seen.test)]
    if without:
        _say("No such test:\n" + "\n".join(f"{one.name}: {seen.test}" for one, seen in without))
        raise SystemExit(1)
    return chosen


def _pairs(chosen: Sequence[Sabotage]) -> list[tuple[Sabotage, Witness]]:
    return [(one, witness) for one in chosen for witness in one.witnesses]


def _proofs(folder: Path, chosen: Sequence[Sabotage]) -> Iterator[Proof]:
    """Run what is chosen, a few side by side, each on a copy that nobody else breaks meanwhile."""
    stop = threading.Event()
    pairs = _pairs(chosen)
    copies = _copies(folder, min(SIDE_BY_SIDE, os.cpu_count() or 1, len(pairs)))
    free: SimpleQueue[Copy] = SimpleQueue()
    for copy in copies:
        free.put(copy)
    tests = sorted({witness.test for _, witness in pairs})
    whole = run_unharmed(copies[0], folder / "unharmed", tests, stop)

    def prove(number: int) -> Proof:
        sabotage, witness = pairs[number]
        started, copy = time.monotonic(), free.get()
        try:
            place = folder / f"{sabotage.name}-{number}"
            sabotaged = run_sabotaged(copy, place, sabotage, witness, stop)
        finally:
            free.put(copy)
        seconds = time.monotonic() - started
        return Proof(sabotage, witness, whole.verdict(witness.test), sabotaged, seconds)

    with ThreadPoolExecutor(len(copies)) as threads:
        try:
            yield from threads.map(prove, range(len(pairs)))
        finally:
            stop.set()  # where we are interrupted: what runs is ended, what waits does not begin
            threads.shutdown(cancel_futures=True)


def _copies(folder: Path, number: int) -> list[Copy]:
    """Copy the checkout, and that copy again: somebody may be working on the checkout."""
    first = copy_to(folder / "suite-1")
    more = [copy_to(folder / f"suite-{n}", first.root) for n in range(2, number + 1)]
    return [first, *more]


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - the table is what this program is for


def _widths(chosen: Sequence[Sabotage]) -> tuple[int, int]:
    pairs = _pairs(chosen)
    return max(len(one.name) for one, _ in pairs), max(len(seen.test) for _, seen in pairs)


def _head(chosen: Sequence[Sabotage]) -> None:
    name, test = _widths(chosen)
    _say(f"| {'sabotage':{name}} | {'test':{test}} | unharmed     | sabotaged    | seconds |")
    _say(f"|{'-' * (name + 2)}|{'-' * (test + 2)}|--------------|--------------|--------:|")


def _line(proof: Proof, chosen: Sequence[Sabotage]) -> None:
    name, test = _widths(chosen)
    one, found = proof.sabotage, (proof.unharmed.result, proof.sabotaged.result)
    results = " | ".join(f"{result:12}" for result in found)
    _say(f"| {one.name:{name}} | {proof.witness.test:{test}} | {results} | {proof.seconds:7.1f} |")


def _explain(proof: Proof) -> None:
    _say(f"\n{proof.sabotage.name}: {proof.sabotage.sentence}")
    _say(f"  {proof.witness.test}")
    expected = (
        ("unharmed", proof.unharmed, Result.GREEN),
        ("sabotaged", proof.sabotaged, Result.RED),
    )
    for when, found, wanted in expected:
        _say(f"  {when}: {found.result}")
        if found.result is not wanted:
            _say("\n".join(f"    {line}" for line in found.said.splitlines()[:30]))


if __name__ == "__main__":
    sys.exit(main())
