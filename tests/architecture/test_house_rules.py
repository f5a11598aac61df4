import ast
import re
from collections.abc import Callable

import pytest
import yaml

from tests.architecture import house_rules
from tests.architecture.named_services import SERVICE_KEYS, names_of_services
from tests.architecture.sources import ROOT, Source, python_sources, tracked

SOURCES = python_sources()
SERVICES = ("catalog", "applications", "notifications", "meis-gateway")


def planted(path: str, text: str) -> Source:
    return Source(path, text, ast.parse(text))


@pytest.mark.parametrize("rule", house_rules.RULES, ids=lambda rule: rule.__name__)
def test_every_file_keeps_the_rule(rule: Callable[[Source], list[str]]) -> None:
    assert [place for source in SOURCES for place in rule(source)] == []


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (house_rules.commits, "services/catalog/src/catalog/storage/x.py", "session.commit()"),
        (house_rules.too_long, "shared/src/shared/x.py", "x = 1\n" * 301),
        (house_rules.too_long, "shared/src/shared/x.py", "def f():\n" + "    x = 1\n" * 41),
        (house_rules.vague_names, "shared/src/shared/utils.py", ""),
        (
            house_rules.postponed_annotations,
            "shared/src/shared/x.py",
            "from __future__ import annotations",
        ),
        (house_rules.bare_ignores, "shared/src/shared/x.py", "x = 1  # no" + "qa"),
        (house_rules.bare_ignores, "shared/src/shared/x.py", "x = 1  # no" + "qa: S101"),
        (house_rules.unfinished, "shared/src/shared/x.py", "x = 1  # TO" + "DO later"),
        (
            house_rules.services_named_in_code,
            "services/applications/src/applications/domain/x.py",
            "x = 'childcare-benefit'",
        ),
        (
            house_rules.services_named_in_code,
            "services/notifications/src/notifications/domain/x.py",
            "x = '07-08-01-03'",
        ),
        *(
            (house_rules.services_named_in_code, path, text)
            for path in (
                "services/applications/src/applications/domain/x.py",
                "shared/src/shared/x.py",
            )
            for text in (
                "x = 'childcare' + '-benefit'",
                "x = 'childcare-' 'benefit'",
                "x = f\"childcare-{'benefit'}\"",
                "x = '-'.join(['childcare', 'benefit'])",
                "CHILDCARE_BENEFIT = 1",
                "x = service.startswith('childcare')",
                "x = service.startswith('domestic-violence-')",
                "x = 'CHILDCARE-BENEFIT'",
                "x = 'Childcare Benefit'",
                "x = ('01', '05', '02', '02')",
                "x = (1, 5, 2, 2)",
                "x = '1-5-2-2'",
                "x = '01.05.02.02'",
            )
        ),
        (house_rules.tests_without_assertion, "tests/x.py", "def test_x():\n    f()"),
        (house_rules.parts_left_out, "tests/x.py", "from unittest." + "mock import Mock"),
    ],
)
def test_a_planted_breach_is_found(
    rule: Callable[[Source], list[str]], path: str, text: str
) -> None:
    assert rule(planted(path, text))


def test_no_data_file_inside_a_service_names_a_service_either() -> None:
    inside = [
        path
        for path in tracked("services")
        if house_rules.IN_A_SERVICE.match(str(path.relative_to(ROOT)))
    ]
    found = {
        str(path.relative_to(ROOT)): names
        for path in inside
        if (names := names_of_services(path.read_text(encoding="utf-8")))
    }

    assert found == {}
    assert {"childcare-benefit", "domestic-violence-support"} <= set(SERVICE_KEYS)
    assert any(path.suffix == ".yaml" for path in inside)


def test_every_topic_is_produced_and_consumed_by_the_service_that_the_map_names() -> None:
    topics = yaml.safe_load((ROOT / "deploy/kafka/topics.yaml").read_text(encoding="utf-8"))

    for topic in topics["topics"]:
        producer, consumers = topic["produced_by"], topic["consumed_by"]
        assert producer in SERVICES
        assert _event_types(topic["name"]) & _names_in(producer, "use_cases"), topic["name"]
        for consumer in consumers:
            assert _event_types(topic["name"]) & _names_in(consumer, ""), (topic["name"], consumer)


def _event_types(topic: str) -> set[str]:
    """Return the names of the event models that travel on ``topic``."""
    found = set()
    for source in SOURCES:
        if not source.path.startswith("shared/src/shared/events/"):
            continue
        constants = dict(re.findall(r'^(\w+_TOPIC) = "([\w.-]+)"', source.text, re.MULTILINE))
        pattern = (
            r'class (\w+)\(EventData\):(?:(?!\nclass ).)*?topic: ClassVar\[str\] = "?([\w.-]+)"?'
        )
        for name, where in re.findall(pattern, source.text, re.DOTALL):
            if constants.get(where, where) == topic:
                found.add(name)
    return found


def _names_in(service: str, word: str) -> set[str]:
    package = service.replace("-", "_")
    prefix = f"services/{service}/src/{package}/{word}"
    return {
        node.id
        for source in SOURCES
        if source.path.startswith(prefix)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Name)
    }


def test_no_tracked_file_names_a_package_registry_or_the_workplace() -> None:
    words = (
        "pypi" + ".org",
        "python" + "hosted",
        "repo1." + "maven",
        "repo." + "maven",
        "registry." + "npmjs",
        "/work/" + "main",
    )
    broken = []
    for path in tracked():
        if path.suffix in {".png", ".docx"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        broken += [f"{path.relative_to(ROOT)}: {word}" for word in words if word in text]

    assert broken == []
