"""The account of the running suite, taken by the command an operator runs."""

import asyncio
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local_stack.plan import Plan
from local_stack.processes import inherited
from tests.faults.profile import LIMITS


@dataclass(frozen=True)
class Balance:
    """What ``dost account --json`` said: each line, and the sums over all of them."""

    ok: bool
    open: int
    lines: list[dict[str, Any]]

    @property
    def missing(self) -> int:
        """How much is missing, over all lines."""
        return sum(line["missing"] for line in self.lines)

    @property
    def double(self) -> int:
        """How much is there twice."""
        return sum(line["double"] for line in self.lines)

    @property
    def out_of_order(self) -> int:
        """How many events came before an earlier one of their case."""
        return sum(line["out_of_order"] for line in self.lines)

    def expect_all_there(self) -> None:
        """Fail with what is still open, and when anything is missing, double or out of order."""
        unsettled = [line for line in self.lines if line["open"]]
        assert self.open == 0, f"still on its way: {unsettled}"
        faulty = ("missing", "double", "out_of_order")
        wrong = [line for line in self.lines if any(line[fault] for fault in faulty)]
        assert self.ok, f"the account does not balance: {wrong}"


async def take(plan: Plan, accepted: Path, *, seconds: float) -> Balance:
    """Take the account until nothing is on its way any more, for ``seconds`` at the longest."""
    command = ("account", "--json", "--accepted", str(accepted), "--wait", str(seconds))
    process = await asyncio.create_subprocess_exec(
        str(Path(sys.executable).with_name("dost")),
        *command,
        env=_environment(plan),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert out, err.decode()
    said = json.loads(out)
    return Balance(said["ok"], said["open"], said["lines"])


def _environment(plan: Plan) -> dict[str, str]:
    return inherited(
        DATABASE_URL=plan.server,
        KAFKA_BOOTSTRAP=plan.broker,
        PORTS__SANDBOX=str(plan.ports.sandbox),
        SWEEP_AFTER_SECONDS=LIMITS["SWEEP_AFTER_SECONDS"],
    )
