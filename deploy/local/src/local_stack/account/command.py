"""`dost account`: look, once or until nothing is open, and tell."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from local_stack.account.balance import Account, account_of
from local_stack.account.reading import System, read_books
from local_stack.account.report import told
from local_stack.failures import StackError
from local_stack.plan import Plan
from local_stack.ports import LOOPBACK

HOLDS, FAULTS, UNREADABLE = 0, 1, 2
"""Exit codes: it balances; it does not, or something stayed open; a part could not be read."""

_BETWEEN_LOOKS = 1.0  # seconds
_AFTER_THE_SWEEP = 60.0  # seconds the sweep may take to come round to an intent


@dataclass(frozen=True, slots=True)
class Wanted:
    """How to account: answers of clients, for how long to wait, when the gateway's sweep comes."""

    accepted: Path | None
    wait: float
    sweep_after: float
    as_json: bool


def give_account(plan: Plan, wanted: Wanted, say: Callable[[str], None]) -> int:
    """Say the account of a system; returns the exit code.

    With a time to wait, what is open then is a fault. Raises StackError when a part can't be read
    at the end of that time.
    """
    account = _settled(_system(plan), wanted)
    say(json.dumps(account.as_json(), indent=1) if wanted.as_json else told(account))
    if account.open and wanted.wait and not wanted.as_json:
        say(f"After {wanted.wait:g} s there is still something open.")
    stayed_open = bool(wanted.wait and account.open)
    return HOLDS if account.holds and not stayed_open else FAULTS


def _system(plan: Plan) -> System:
    services = {service.package: service for service in plan.services}
    return System(
        database=lambda name: plan.database(services[name]),
        broker=plan.broker,
        sandbox=f"http://{LOOPBACK}:{plan.ports.sandbox}",
    )


def _settled(system: System, wanted: Wanted) -> Account:
    """Look until nothing is open or the time is over; a part that is away may come back."""
    ends_at = time.monotonic() + wanted.wait
    sweep = timedelta(seconds=wanted.sweep_after + _AFTER_THE_SWEEP)
    while True:
        try:
            account = account_of(read_books(system, wanted.accepted), sweep=sweep)
        except StackError:
            if time.monotonic() >= ends_at:
                raise
        else:
            if not account.open or time.monotonic() >= ends_at:
                return account
        time.sleep(min(_BETWEEN_LOOKS, max(0.0, ends_at - time.monotonic())))
