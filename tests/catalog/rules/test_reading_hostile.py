"""Input nobody should send: each gets a report with what to do, quickly, and nothing raises."""

import json
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.domain.reading.report import Outcome, State, to_json
from tests.builders.documents import CHILDCARE, read, said

MEGABYTE = 1_000_000


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04\x14\x00word/document.xml", "word-document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "word-document"),
        (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "image"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x00\x01\x02\x03" * 100, "binary"),
        (CHILDCARE.encode("utf-16-le"), "binary"),
        (b"<!DOCTYPE html><html><body>1. X</body></html>", "html"),
        (b"x" * (6 * MEGABYTE), "too-large"),
    ],
    ids=["docx", "doc", "pdf", "png", "bytes", "zeros", "utf-16 without mark", "html", "6 MB"],
)
def test_what_is_no_text_is_unreadable_and_the_error_says_what_to_do(
    data: bytes, code: str
) -> None:
    report = read(data)

    assert report.outcome is Outcome.UNREADABLE
    assert [error.code for error in report.errors] == [code]
    assert {entry.state for entry in report.fields} == {State.ABSENT}


def test_a_passport_with_a_broken_byte_is_unreadable_and_the_line_is_named() -> None:
    broken = CHILDCARE.encode().replace(b"\n01-05-02-02\n", b"\n01-\xff05-02-02\n")

    report = read(broken)

    assert report.outcome is Outcome.UNREADABLE
    assert [(error.code, error.line) for error in report.errors] == [("not-utf-8", 15)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_a_passport_in_another_unicode_encoding_with_its_mark_reads_the_same(
    encoding: str,
) -> None:
    assert said(read(CHILDCARE.encode(encoding))) == said(read(CHILDCARE))


def test_windows_and_old_mac_line_ends_read_the_same() -> None:
    for line_end in ("\r\n", "\r"):
        assert said(read(CHILDCARE.replace("\n", line_end))) == said(read(CHILDCARE))


@pytest.mark.parametrize("data", [b"", b" \n\t\n ", b"\xef\xbb\xbf", b"---\n***\n"])
def test_an_empty_document_is_rejected(data: bytes) -> None:
    report = read(data)

    assert report.outcome is Outcome.REJECTED
    assert [error.code for error in report.errors] == ["empty"]


@pytest.mark.parametrize(
    "text",
    [
        "Hörmətli vətəndaş, sənədlərinizi mərkəzə təqdim edin.",
        "# README\n\n1. Install\n2. Run\n",
        "Xidmətin adı yazılmalıdır.\nXidmət haqqı barədə məlumat 142 nömrəsindədir.\n",
        '{"service_id": "childcare-benefit", "name": "x"}',
    ],
)
def test_a_text_that_is_no_passport_is_rejected_and_the_error_says_what_to_send(
    text: str,
) -> None:
    report = read(text)

    assert report.outcome is Outcome.REJECTED
    assert [error.code for error in report.errors] == ["not-a-passport"]
    assert "1. Xidmətin adı" in report.errors[0].detail.en


@pytest.mark.parametrize(
    "text",
    [
        "a" * MEGABYTE,
        "*" * MEGABYTE,
        "_" * MEGABYTE,
        "\\" * MEGABYTE,
        "(" * MEGABYTE,
        "1" + " " * MEGABYTE + "x",
        "e" + "\u0301\u0316" * (MEGABYTE // 4),
        ("1. Xidmətin " + "*(" * 150 + "\n") * (MEGABYTE // 300),
        "1. Xidmətin adı\n" * (MEGABYTE // 17),
        "\n".join(f"{n % 99}. Xidmətin a{n % 7}{n}ı" for n in range(MEGABYTE // 30)),
        CHILDCARE.replace("Ödənişli\n", "Ödənişli, " * (MEGABYTE // 40) + "\n"),
        CHILDCARE.replace("8. Xidmətin", "8. Xidmətin\n" + "söz\n" * (MEGABYTE // 20)),
        CHILDCARE.replace("01-05-02-02", "1-" * (MEGABYTE // 2)),
        CHILDCARE.replace("Üç yaşınadək", "Ü" * (MEGABYTE // 2)),
    ],
    ids=lambda text: f"{text[:12]!r} and {len(text)} more",
)
def test_a_megabyte_of_anything_is_read_in_seconds(text: str) -> None:
    begun = process_time()
    report = read(text)

    assert process_time() - begun < 30  # far above what it takes; a bad expression takes minutes
    assert len(report.fields) == 27


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2000))
def test_no_bytes_make_the_reader_fail(data: bytes) -> None:
    assert json.dumps(to_json(read(data)))


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_no_damage_to_a_passport_makes_the_reader_fail(data: st.DataObject) -> None:
    text = list(CHILDCARE)
    for _ in range(40):
        place = data.draw(st.integers(0, len(text) - 1))
        text[place] = data.draw(st.sampled_from("*_#1.\n☒\\:(–İ\u0301\x0b\u2028 "))

    report = read("".join(text))

    assert [entry.number for entry in report.fields] == list(range(1, 28))
    assert json.dumps(to_json(report))


def test_control_characters_never_reach_a_value() -> None:
    report = read(CHILDCARE.replace("Üç yaşınadək", "Üç \x1b[31m\x00yaşınadək"))

    assert str(report.field("name").value).startswith("Üç [31myaşınadək")
