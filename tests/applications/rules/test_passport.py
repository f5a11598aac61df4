"""A published passport becomes what the engine runs by."""

from typing import Any

import pytest

from applications.domain.errors import PassportNotUnderstood
from applications.domain.passport import (
    Condition,
    Duration,
    OfficeAt,
    RegistrySource,
    Runs,
    StepKind,
    Unit,
    passport_from_data,
)
from shared.events.passports import Passport as PublishedPassport
from tests.builders.case_passports import (
    CHILDCARE_STEPS,
    childcare_data,
    codes,
    document,
    handling,
    passport,
    step,
)


def test_the_published_event_is_what_the_engine_reads() -> None:
    published = PublishedPassport.model_validate(childcare_data())

    assert passport_from_data(published.model_dump(mode="json")) == passport()


def test_channels_audiences_forms_and_grounds_are_codes() -> None:
    read = passport()

    assert read.channels == ("in-person", "representative", "call-centre", "self-service")
    assert read.forms == ("original", "notarised-copy", "electronic-copy")
    assert read.grounds == ("incomplete-documents", "no-legal-basis")
    assert read.subsystems == ("sigorta", "monitorinq")
    assert read.total == Duration(10, Unit.DAY, Runs.CALENDAR)


def test_a_choice_in_no_code_list_opens_nothing() -> None:
    unlisted = [*codes("in-person"), {"code": None, "printed": "Göyərçin ilə"}]

    assert passport(intake_channels=unlisted).channels == ("in-person",)


def test_a_document_knows_what_supplies_it() -> None:
    identity = passport().document("identity-card")

    assert identity is not None
    assert identity.from_identity
    assert identity.registry_sources == (RegistrySource("sigorta", "identity"),)
    assert identity.registry_sources[0].name == "sigorta.identity"
    assert passport().document("passport-of-a-cat") is None


def test_terms_of_the_offices_may_be_blank() -> None:
    read = passport(front_office_duration=None, back_office_duration=None)

    assert (read.front_office, read.back_office) == (None, None)


def test_the_deciding_office_is_named_in_one_place() -> None:
    read = passport(handling=handling(decision_office={"body": "sxa", "at": "body"}))

    assert (read.handling.office_body, read.handling.office_at) == ("sxa", OfficeAt.BODY)


def test_a_condition_holds_when_every_list_it_gives_holds_the_case() -> None:
    condition = Condition(channels=("in-person",), audiences=("citizen", "foreigner"))
    case = {"channel": "in-person", "audience": "citizen", "relation": "self"}

    assert condition.holds(**case)
    assert not condition.holds(**{**case, "channel": "self-service"})
    assert not condition.holds(**{**case, "audience": "sole-trader"})


def test_conditions_of_steps_and_documents_are_read() -> None:
    only_foreigners = {"channels": None, "audiences": ["foreigner"], "relations": None}
    read = passport(
        required_documents=[document("residence-permit", when=only_foreigners)],
        steps=[step("forward", when=only_foreigners, channels=["in-person"])],
    )

    assert read.documents[0].when == Condition(audiences=("foreigner",))
    assert read.step("forward").when == Condition(audiences=("foreigner",))
    assert read.step("forward").channels == ("in-person",)


@pytest.mark.parametrize(
    "broken",
    [
        {"total_duration": None},
        {"total_duration": {"value": 10, "unit": "moon", "runs": "calendar"}},
        {"steps": [step("forward") | {"kind": "dance"}]},
        {"handling": handling(confidentiality="perhaps")},
        {"handling": handling(decision_office={"body": "dsmf", "at": "everywhere"})},
        {"steps": [*CHILDCARE_STEPS, step("forward")]},
        {"required_documents": [document("statement"), document("statement")]},
        {"steps": [step("registry-check", params={"subsystems": ["sigorta"]})]},
    ],
)
def test_a_passport_that_cannot_run_is_not_taken_into_use(broken: dict[str, Any]) -> None:
    with pytest.raises(PassportNotUnderstood):
        passport(**broken)


def test_a_passport_without_handling_is_not_taken_into_use() -> None:
    data = childcare_data()
    del data["handling"]

    with pytest.raises(PassportNotUnderstood):
        passport_from_data(data)


def test_every_kind_of_step_of_the_catalogue_is_known() -> None:
    kinds = [kind.value for kind in StepKind]

    assert passport(steps=[step(kind) for kind in kinds]).steps[-1].kind is StepKind.REPORT
