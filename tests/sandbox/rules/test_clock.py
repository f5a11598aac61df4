"""The business clock of the sandbox."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sandbox.clock import BusinessClock

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
NOVRUZ = datetime(2026, 3, 20, 9, tzinfo=UTC)


class Machine:
    """A machine whose time goes on when it is told to."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


async def test_it_follows_the_machine_until_it_is_set() -> None:
    assert await BusinessClock(None, Machine()).now() == NOON


async def test_once_set_it_goes_on_from_there() -> None:
    machine = Machine()
    clock = BusinessClock(None, machine)
    clock.set(NOVRUZ, running=True)
    machine.now += timedelta(minutes=5)

    assert await clock.now() == NOVRUZ + timedelta(minutes=5)


async def test_set_to_stand_it_stands() -> None:
    machine = Machine()
    clock = BusinessClock(None, machine)
    clock.set(NOVRUZ, running=False)
    machine.now += timedelta(minutes=5)

    assert await clock.now() == NOVRUZ


async def test_a_restart_does_not_throw_cases_into_another_year(tmp_path: Path) -> None:
    machine = Machine()
    BusinessClock(tmp_path, machine).set(NOVRUZ, running=True)
    machine.now += timedelta(hours=1)

    assert await BusinessClock(tmp_path, machine).now() == NOVRUZ + timedelta(hours=1)


async def test_let_go_it_follows_the_machine_again_and_after_a_restart_too(tmp_path: Path) -> None:
    machine = Machine()
    clock = BusinessClock(tmp_path, machine)
    clock.set(NOVRUZ, running=True)
    clock.clear()

    assert await clock.now() == NOON
    assert await BusinessClock(tmp_path, machine).now() == NOON
