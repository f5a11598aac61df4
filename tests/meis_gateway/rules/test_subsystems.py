"""Sixteen subsystems, as configuration."""

import pytest
from pydantic import ValidationError

from catalog.storage.packaged import packaged_code_lists
from meis_gateway.clients.subsystems import (
    SubsystemsMisconfigured,
    packaged_subsystems,
    read_subsystems,
)
from sandbox.registries.subsystems import load_subsystems

SUBSYSTEMS = packaged_subsystems()
ONE = "subsystems: [{code: a, name: {az: A, en: A}, kind: rest, freshness_days: 1, deadline_seconds: 1}]"


def test_the_sixteen_are_those_of_the_catalogue_in_the_order_of_the_form() -> None:
    listed = [code.code for code in packaged_code_lists()["subsystems"].codes]

    assert list(SUBSYSTEMS) == [code for code in listed if code != "none"]
    assert len(SUBSYSTEMS) == 16


def test_each_can_be_asked_what_the_registry_of_the_sandbox_holds() -> None:
    for code, registry in load_subsystems().items():
        assert SUBSYSTEMS[code].questions == set(registry.questions)
        assert SUBSYSTEMS[code].attributes == set(registry.attributes)


def test_a_subsystem_says_what_cannot_be_asked_there() -> None:
    sigorta = SUBSYSTEMS["sigorta"]

    assert sigorta.holds(["insured"], ["identity"])
    assert not sigorta.holds(["disabled"], [])
    assert not sigorta.holds([], ["leave_order"])


def test_the_path_is_the_code_unless_the_configuration_says_otherwise() -> None:
    elsewhere = ONE.replace("kind: rest", "kind: rest, path: v2/a")

    assert read_subsystems(ONE)["a"].path == "a"
    assert read_subsystems(elsewhere)["a"].path == "v2/a"


@pytest.mark.parametrize(
    "broken",
    [
        ONE.replace("kind: rest", "kind: carrier-pigeon"),
        ONE.replace("freshness_days: 1", "freshness_days: 0"),
        ONE.replace("deadline_seconds: 1", "deadline_seconds: 600"),
        ONE.replace("code: a", "code: A B"),
        ONE.replace("kind: rest", "kind: rest, speed: fast"),
    ],
)
def test_a_configuration_that_cannot_be_meant_stops_the_start(broken: str) -> None:
    with pytest.raises(ValidationError):
        read_subsystems(broken)


def test_a_code_given_twice_stops_the_start() -> None:
    twice = "subsystems:\n" + 2 * (
        "  - {code: a, name: {az: A, en: A}, kind: rest, freshness_days: 1, deadline_seconds: 1}\n"
    )

    with pytest.raises(SubsystemsMisconfigured):
        read_subsystems(twice)
