"""CloudEvents 1.0 in Kafka's binary mode: attributes are ``ce_`` headers, the value is the data.

Source: CloudEvents Kafka protocol binding 1.0.2, with the extensions *partitioning*
(``partitionkey``) and *distributed tracing* (``traceparent``), and our own ``recordedat``.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from shared.events.envelope import Envelope

CONTENT_TYPE: Final = "application/json"
MAX_ATTRIBUTE_BYTES: Final = 500
"""Of id, source, type and key: two of them fit an index of PostgreSQL (2704 bytes a row)."""

_OWN: Final = frozenset(
    {"specversion", "id", "source", "type", "time", "partitionkey", "recordedat", "traceparent"}
)


class UnreadableEvent(Exception):
    """A record that is no event of ours; ``why`` names the fault and never the content."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class WireRecord:
    """What travels: key, value (None for a tombstone) and headers."""

    key: bytes
    value: bytes | None
    headers: list[tuple[str, bytes]]


def encode_data(data: Mapping[str, Any] | None) -> bytes | None:
    """Return the JSON of event data as it travels; None for a tombstone."""
    if data is None:
        return None
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def encode(envelope: Envelope) -> WireRecord:
    """Return the record of an event; its key is the envelope's key."""
    attributes = {
        "specversion": "1.0",
        "id": envelope.id,
        "source": envelope.source,
        "type": envelope.type,
        "time": _instant(envelope.time),
        "partitionkey": envelope.key,
        "recordedat": _instant(envelope.recorded_at),
        **envelope.extensions,
    }
    if envelope.traceparent:
        attributes["traceparent"] = envelope.traceparent
    headers = [(f"ce_{name}", value.encode()) for name, value in attributes.items()]
    if envelope.data is not None:
        headers.append(("content-type", CONTENT_TYPE.encode()))
    return WireRecord(envelope.key.encode(), encode_data(envelope.data), headers)


def decode(topic: str, value: bytes | None, headers: Iterable[tuple[str, bytes]]) -> Envelope:
    """Return the event of a record.

    Raises UnreadableEvent when an attribute is missing, malformed or longer than
    MAX_ATTRIBUTE_BYTES, the content is not JSON, or the data is no object.
    """
    try:
        plain = {name.lower(): _text(content) for name, content in headers}
        attributes = {
            name.removeprefix("ce_"): content
            for name, content in plain.items()
            if name.startswith("ce_")
        }
        return Envelope(
            id=_short(attributes, "id"),
            source=_short(attributes, "source"),
            type=_short(attributes, "type"),
            topic=topic,
            key=_short(attributes, "partitionkey"),
            time=_parsed(attributes["time"]),
            recorded_at=_parsed(attributes["recordedat"]),
            data=_object(value, plain.get("content-type")),
            traceparent=attributes.get("traceparent"),
            extensions={n: content for n, content in attributes.items() if n not in _OWN},
        )
    except KeyError as error:
        raise UnreadableEvent(f"attribute {error.args[0]} is missing") from error
    except UnicodeDecodeError as error:
        raise UnreadableEvent("not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableEvent(f"malformed: {type(error).__name__}") from error


def _short(attributes: Mapping[str, str], name: str) -> str:
    content = attributes[name]
    if len(content.encode()) > MAX_ATTRIBUTE_BYTES:
        raise UnreadableEvent(f"attribute {name} is too long")
    return content


def _object(value: bytes | None, content_type: str | None) -> dict[str, Any] | None:
    if value is None:
        return None
    if content_type is None or not content_type.startswith(CONTENT_TYPE):
        raise UnreadableEvent("content type is not JSON")
    data = json.loads(value, parse_constant=_no_json)
    if not isinstance(data, dict):
        raise UnreadableEvent("the data is no object")
    return data


def _no_json(constant: str) -> None:
    raise UnreadableEvent(f"{constant} is no number of JSON")


def _text(content: bytes) -> str:
    if b"\x00" in content:  # no text of PostgreSQL holds it, so nobody could say we had the event
        raise UnreadableEvent("an attribute holds U+0000")
    return content.decode()


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _parsed(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise UnreadableEvent("an instant without zone")
    return moment
