"""Events travel as CloudEvents in Kafka's binary mode, and come back as they were."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.events.envelope import Envelope
from shared.kafka.records import Record
from shared.kafka.wire import UnreadableEvent, decode, encode
from tests.builders.events import counted

BAKU = timezone(timedelta(hours=4))
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


def headers_of(event: Envelope) -> dict[str, bytes]:
    return dict(encode(event).headers)


@given(
    data=st.none() | st.dictionaries(TEXT, JSON, max_size=3),
    key=TEXT,
    extensions=st.dictionaries(st.sampled_from(["recipientkeyid", "x1"]), TEXT),
    time=st.datetimes(timezones=st.sampled_from([UTC, BAKU])).filter(lambda t: t.year > 1),
)
def test_whatever_an_event_holds_comes_back_from_the_wire(
    data: dict[str, object] | None, key: str, extensions: dict[str, str], time: datetime
) -> None:
    event = replace(
        counted(key, 1, traceparent=f"00-{'a' * 32}-{'b' * 16}-01"),
        data=data,
        extensions=extensions,
        time=time,
    )
    record = encode(event)

    assert decode(event.topic, record.value, record.headers) == event
    assert record.key == key.encode()


def test_the_headers_are_those_of_cloudevents() -> None:
    event = replace(counted("case-1", 1), id="1", extensions={"recipientkeyid": "k1"})

    assert headers_of(event) == {
        "ce_specversion": b"1.0",
        "ce_id": b"1",
        "ce_source": b"tests",
        "ce_type": b"az.dost.test.counted.v1",
        "ce_time": b"2026-03-10T06:00:00Z",
        "ce_partitionkey": b"case-1",
        "ce_recordedat": b"2026-03-10T06:00:00Z",
        "ce_recipientkeyid": b"k1",
        "content-type": b"application/json",
    }


def test_a_tombstone_has_neither_value_nor_content_type() -> None:
    event = replace(counted("case-1", 1), data=None)

    assert encode(event).value is None
    assert "content-type" not in headers_of(event)


def test_attributes_and_fields_of_a_later_version_survive() -> None:
    headers = [*headers_of(counted("a", 1)).items(), ("ce_later", b"1"), ("foreign", b"2")]
    event = decode("t", b'{"number":1,"later":{"deep":[1]}}', headers)

    assert event.extensions == {"later": "1"}
    assert event.data == {"number": 1, "later": {"deep": [1]}}


@pytest.mark.parametrize(
    ("change", "value", "why"),
    [
        ({"ce_id": None}, b"{}", "attribute id is missing"),
        ({"ce_partitionkey": None}, b"{}", "attribute partitionkey is missing"),
        ({"ce_time": b"yesterday"}, b"{}", "malformed: ValueError"),
        ({"ce_time": b"2026-03-10T06:00:00"}, b"{}", "an instant without zone"),
        ({"ce_type": b"\xff"}, b"{}", "not UTF-8"),
        ({"content-type": b"text/plain"}, b"{}", "content type is not JSON"),
        ({"ce_id": b"1\x00"}, b"{}", "an attribute holds U+0000"),
        ({"ce_source": "ə".encode() * 251}, b"{}", "attribute source is too long"),
        ({"ce_partitionkey": b"1" * 501}, b"{}", "attribute partitionkey is too long"),
        ({}, b'{"a":' * 100_000, "malformed: RecursionError"),
        ({}, b'{"a":NaN}', "NaN is no number of JSON"),
        ({}, b"{cut", "malformed: JSONDecodeError"),
        ({}, b"\xff", "not UTF-8"),
        ({}, b"[1]", "the data is no object"),
    ],
)
def test_what_is_no_event_is_refused_without_quoting_it(
    change: dict[str, bytes | None], value: bytes, why: str
) -> None:
    headers = {**headers_of(counted("a", 1)), **change}
    given_headers = [(name, content) for name, content in headers.items() if content is not None]

    with pytest.raises(UnreadableEvent) as refused:
        decode("t", value, given_headers)

    assert str(refused.value) == why


def test_an_unreadable_record_is_known_by_its_place_and_content() -> None:
    record = Record("t", 2, 7, b"a\x00\xff", b"{", ())
    source, event_id = record.identity

    assert (record.key, source) == ("a\\x00\\xff", "kafka:t")
    assert event_id.startswith("2/7/")
    assert replace(record).identity == record.identity
    assert replace(record, value=b"[").identity != record.identity


def test_a_key_longer_than_any_of_ours_is_known_by_a_digest() -> None:
    longest, longer, other = (
        Record("t", 0, 0, key, None, ()).key for key in (b"a" * 500, b"a" * 501, b"b" * 501)
    )

    assert longest == "a" * 500
    assert len(longer) < 60
    assert longer != other
