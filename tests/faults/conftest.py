"""The whole suite as its own processes, with short limits of waiting, for everything that may fail."""

from collections.abc import AsyncIterator, Iterator

import pytest

from local_stack.plan import Plan
from local_stack.settings import Ports
from local_stack.stack import Stack
from tests.builders.stacks import started
from tests.faults.ground import Ground
from tests.faults.profile import LIMITS, Profile, longest_wait
from tests.faults.report import Report

REPORTS = pytest.StashKey[Report]()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test once with short outages, or ten times with long ones (``--long-outages``)."""
    if "profile" in metafunc.fixturenames:
        rounds = Profile.rounds(long=metafunc.config.getoption("--long-outages"))
        names = [profile.name for profile in rounds]
        # A round runs every test on a stack of its own: a stack's account grows with each test.
        metafunc.parametrize("profile", rounds, ids=names, scope="package")


def pytest_configure(config: pytest.Config) -> None:
    """Begin a table of what was broken and what came of it."""
    config.stash[REPORTS] = Report()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table: per fault the load, the losses, and the time to recover."""
    report = terminalreporter.config.stash[REPORTS]
    if report.rows:
        terminalreporter.section("faults")
        for line in report.lines():
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def report(request: pytest.FixtureRequest) -> Report:
    """Give the table that is printed at the end."""
    return request.config.stash[REPORTS]


@pytest.fixture(scope="package")
def faulty_stack(tmp_path_factory: pytest.TempPathFactory, profile: Profile) -> Iterator[Stack]:
    """Start every process once a round; a part that cannot start fails the run."""
    plan = Plan(
        folder=tmp_path_factory.mktemp(profile.name) / "stack",
        ports=Ports.free(),
        environment="test",
        variables=LIMITS,
    )
    with started(plan) as stack:
        yield stack


@pytest.fixture
async def ground(faulty_stack: Stack, profile: Profile) -> AsyncIterator[Ground]:
    """Give the suite to break, once for each round; afterwards it runs again as planned."""
    assert profile.outage > longest_wait(), "an outage must outlast whoever waits for its end"
    async with Ground(faulty_stack) as ground:
        yield ground
