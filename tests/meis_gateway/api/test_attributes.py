"""What the state already holds is fetched, and no paper is asked for it."""

from tests.builders.gateway import World, attributes_grant, grant, passport, registry_check


async def test_each_registry_is_asked_once_for_what_the_passport_takes_from_it(
    world: World,
) -> None:
    said = (await world.ask(attributes_grant())).json()

    [sigorta, monitorinq] = said["sources"]
    assert said["answer"] == "yes"
    assert sigorta["attributes"]["identity"]["family_name"] == "Nümunəli"
    assert list(monitorinq["attributes"]) == ["leave_order"]
    assert monitorinq["attributes"]["leave_order"] is not None
    assert [(c["target"], c["questions"], c["attributes"]) for c in await world.calls()] == [
        ("meis/sigorta", [], ["identity"]),
        ("meis/monitorinq", [], ["leave_order"]),
    ]


async def test_what_a_registry_holds_nothing_for_is_null_and_a_paper_stands_in(
    world: World,
) -> None:
    said = (await world.ask(attributes_grant("6AB2C3D"), "6AB2C3D")).json()

    monitorinq = said["sources"][1]
    assert (said["answer"], monitorinq["answer"]) == ("yes", "yes")
    assert monitorinq["attributes"] == {"leave_order": None}


async def test_a_registry_that_fails_is_unknown_and_the_other_still_supplies(
    world: World,
) -> None:
    await world.fault("sigorta", "error")

    said = (await world.ask(attributes_grant())).json()

    [sigorta, monitorinq] = said["sources"]
    assert said["answer"] == "unknown"
    assert (sigorta["answer"], sigorta["error"]) == ("unknown", "unavailable")
    assert sigorta["attributes"] == {}
    assert monitorinq["attributes"]["leave_order"] is not None


async def test_a_stale_record_supplies_nothing(world: World) -> None:
    said = (await world.ask(attributes_grant("7UV1W2X"), "7UV1W2X")).json()

    assert said["sources"][0]["error"] == "stale"
    assert said["sources"][0]["attributes"] == {}


async def test_a_subsystem_that_this_gateway_cannot_ask_is_unknown_and_not_called(
    world: World,
) -> None:
    world.change(
        subsystems={"monitorinq": world.gateway.subsystems["monitorinq"]},
    )

    said = (await world.ask(grant())).json()

    assert said["answer"] == "unknown"
    assert [source["error"] for source in said["sources"]] == ["not-configured", None]
    assert [call["target"] for call in await world.calls()] == ["meis/monitorinq"]


async def test_a_passport_may_want_an_answer_and_an_attribute_of_one_registry(
    unpublished: World,
) -> None:
    check = registry_check("sigorta", attributes=("sigorta.identity",))
    await unpublished.publish(passport(steps=[check]))

    asked = grant(subsystems=("sigorta",), attributes=("sigorta.identity",))
    said = (await unpublished.ask(asked)).json()

    assert said["answer"] == "yes"
    assert said["sources"][0]["attributes"]["identity"]["given_name"] == "Sevinc"
