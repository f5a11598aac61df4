"""Azerbaijani letters, drifting names, and the code lists that forgive them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.code_lists import How
from catalog.domain.reading.form import FIELDS
from catalog.domain.spelling import key_of, lower
from catalog.storage.packaged import packaged_code_lists

LISTS = packaged_code_lists()


@pytest.mark.parametrize(
    ("text", "lowered"),
    [("İSTİFADƏÇİ", "istifadəçi"), ("QIZIL", "qızıl"), ("MEİS", "meis"), ("IŞIQ", "ışıq")],
)
def test_letters_are_lowered_by_the_rules_of_azerbaijani(text: str, lowered: str) -> None:
    assert lower(text) == lowered


@pytest.mark.parametrize(
    "spelling",
    [
        "“Əillik” (TSERAS)",
        '"ƏİLLİK" (tseras)',
        "«\u04d8illik»  TSERAS",
        "\u2018Əillik\u2019 - (TSERAS)",
        "Ə\u200bil\u00adlik\u00a0TSERAS",
        "Əi\u0307llik TSERAS",
    ],
)
def test_quotes_case_and_look_alikes_do_not_matter(spelling: str) -> None:
    assert key_of(spelling) == "eillik tseras"


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(text: str) -> None:
    assert key_of(key_of(text)) == key_of(text)


@pytest.mark.parametrize(
    ("name", "printed", "code", "how"),
    [
        ("back-offices", "02 - DMX", "dma", How.ALIAS),
        ("back-offices", "DMA", "dma", How.LABEL),
        ("back-offices", "SES", "dma", How.ALIAS),
        ("back-offices", "DTSERX", "dtsera", How.ALIAS),
        ("subsystems", "“Monitoring” altsistemi", "monitorinq", How.ALIAS),
        ("subsystems", "“Monitorinq” AS", "monitorinq", How.LABEL),
        ("subsystems", "Sığorta altsistemi", "sigorta", How.LABEL),
        ("subsystems", "“Əlillik” (TSERAS)", "elillik", How.ALIAS),
        (
            "subsystems",
            "“Validəyn himayəsindən məhrum olmuş uşaqlar və övladlığagötürmə” AS",
            "ovladliga-goturme",
            How.LABEL,
        ),
        ("executing-units", "\u0410 kateqoriyalı DOST mərkəzi", "centre-a", How.LABEL),
        ("duration-units", "GÜN", "day", How.LABEL),
        ("duration-units", "iş günü", "day", How.ALIAS),
        ("information-systems", "e-sosial.az", "e-sosial", How.ALIAS),
    ],
)
def test_a_printed_name_finds_its_code_and_how(
    name: str, printed: str, code: str, how: How
) -> None:
    match = LISTS[name].find(printed)

    assert match is not None
    assert (match.code.code, match.how) == (code, how)


@pytest.mark.parametrize("printed", ["", "AS", "altsistemi", "Zəfər", "DSMFX"])
def test_a_name_no_list_knows_finds_nothing(printed: str) -> None:
    assert LISTS["subsystems"].find(printed) is None


def test_every_field_with_options_has_its_packaged_code_list() -> None:
    assert {field.code_list for field in FIELDS if field.code_list} <= LISTS.keys()


@pytest.mark.parametrize("name", sorted(LISTS))
def test_no_two_codes_of_a_list_share_a_name_or_an_alias(name: str) -> None:
    code_list = LISTS[name]

    assert len({entry.code for entry in code_list.codes}) == len(code_list.codes)
    for entry in code_list.codes:
        for wording in (entry.label.az, entry.label.en, *entry.aliases):
            match = code_list.find(wording)
            assert match is not None, wording
            assert match.code.code == entry.code, wording


def test_classes_and_subsystems_stand_in_the_order_of_the_form() -> None:
    classes = [entry.code for entry in LISTS["classifications"].codes]
    subsystems = [entry.code for entry in LISTS["subsystems"].codes]

    assert (classes[4], classes[8], len(classes)) == ("pension-benefits", "social-services", 11)
    assert (subsystems[5], subsystems[6], len(subsystems)) == ("sigorta", "monitorinq", 17)


def test_a_code_is_found_by_its_name() -> None:
    code = LISTS["back-offices"].get("dsmf")

    assert code is not None
    assert code.label.az == "DSMF"
    assert LISTS["back-offices"].get("nobody") is None
