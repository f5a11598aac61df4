from pathlib import Path

import pytest

from tests.architecture.planted import broken_contracts, build_tree, contracts, plant

SIBLINGS = "Services never import each other, and shared imports none of them"
LAYERS = "Inside a service imports point one way, and there is no other word"
PURE = "The domain is pure"
SQL = "Only storage and shared know SQL"
KAFKA = "Only shared.kafka knows aiokafka"
HTTP = "Only clients and shared.http know the HTTP client"
OLD_HTTP = "Nobody knows the HTTP client by its old name"
SETTINGS = "Settings are read at the top and passed down"
CYCLES = "No package has an import cycle"

VIOLATIONS: list[tuple[str, str, set[str], str]] = [
    ("catalog.api", "import applications.domain", {SIBLINGS}, "service to service"),
    ("shared.database", "import catalog.domain", {SIBLINGS}, "shared to service"),
    ("catalog.domain", "import catalog.storage", {LAYERS, CYCLES}, "domain to storage, and back"),
    ("catalog.api", "import catalog.consumers", {LAYERS}, "siblings of one layer"),
    ("meis_gateway.utils", "", {LAYERS}, "a stray word"),
    ("applications.domain", "import fastapi", {PURE}, "domain to a framework"),
    ("applications.domain", "import shared.database", {PURE}, "domain to the database"),
    ("catalog.use_cases", "import sqlalchemy", {SQL}, "use case to SQL"),
    ("catalog.settings", "import sqlmodel", {SQL}, "settings to SQL"),
    ("sandbox", "import asyncpg", {SQL}, "the sandbox to SQL"),
    ("notifications.consumers", "import aiokafka", {KAFKA}, "consumer to aiokafka"),
    ("shared.database", "import aiokafka", {KAFKA}, "another part of shared to aiokafka"),
    ("notifications.jobs", "import httpx2", {HTTP}, "job to the HTTP client"),
    ("applications.cli", "import httpx2", {HTTP}, "a command to the HTTP client"),
    ("applications.clients", "import httpx", {OLD_HTTP}, "a client to its old name"),
    ("shared.http", "import httpx", {OLD_HTTP}, "shared to the client's old name"),
    ("catalog.api", "import catalog.settings", {SETTINGS, LAYERS}, "api to settings"),
    ("shared.kafka", "import shared.http", {CYCLES}, "two modules in a circle"),
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    build_tree(tmp_path)
    plant(tmp_path, "catalog.storage", "import catalog.domain")
    plant(tmp_path, "shared.http", "import shared.kafka")
    return tmp_path


def test_the_throw_away_tree_keeps_every_contract(tree: Path) -> None:
    assert broken_contracts(tree) == set()


@pytest.mark.parametrize(
    ("module", "line", "expected"),
    [pytest.param(*case[:3], id=case[3]) for case in VIOLATIONS],
)
def test_a_planted_violation_breaks_its_contract_and_no_other(
    tree: Path, module: str, line: str, expected: set[str]
) -> None:
    plant(tree, module, line)

    assert broken_contracts(tree) == expected


def test_every_contract_has_a_planted_violation() -> None:
    shown: set[str] = set()
    for _, _, expected, _ in VIOLATIONS:
        shown |= expected

    assert shown == {str(contract["name"]) for contract in contracts()}
