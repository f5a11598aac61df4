"""A person who owes papers is told every way to hand them in that their service has, and no other."""

import pytest

from applications.domain.handing_in import how_to_hand_in
from tests.builders.case_passports import passport


def choices(*codes: str) -> list[dict[str, str]]:
    return [{"code": code, "printed": code} for code in codes]


@pytest.mark.parametrize(
    ("channels", "forms", "said"),
    [
        (
            ["in-person", "self-service"],
            ["original", "electronic-copy"],
            "Please upload them on the E-sosial portal or bring them to a DOST centre.",
        ),
        (["self-service"], ["electronic-copy"], "Please upload them on the E-sosial portal."),
        (["in-person", "self-service"], ["original"], "Please bring them to a DOST centre."),
        (["self-service"], ["original"], "Please bring them to a DOST centre."),
        (
            ["call-centre", "post"],
            ["copy"],
            "Please bring them to a DOST centre or send them by post.",
        ),
    ],
)
def test_the_sentence_names_the_ways_of_the_passport(
    channels: list[str], forms: list[str], said: str
) -> None:
    under = passport(intake_channels=choices(*channels), document_forms=choices(*forms))

    assert how_to_hand_in(under).en == said


def test_it_is_said_in_azerbaijani_too() -> None:
    under = passport(
        intake_channels=choices("in-person", "self-service"),
        document_forms=choices("electronic-copy"),
    )

    assert how_to_hand_in(under).az == (
        "Onları E-sosial portalında müraciətinizə əlavə edin və ya DOST mərkəzinə təqdim edin."
    )
