"""One published version of a passport in a small system: its row, its event and its copies."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from shared.events.envelope import Envelope
from shared.events.passports import PassportPublished

_SINCE = datetime(2026, 1, 1, tzinfo=UTC)
PUBLISHED_ROWS = ("version", "copy of applications", "copy of meis-gateway")


@dataclass(frozen=True)
class Published:
    """The first version of a service of its own."""

    service_id: str = field(default_factory=lambda: f"service-{uuid4().hex[:8]}")
    recorded_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def row(self, name: str) -> tuple[str, str, dict[str, Any]]:
        """Return database, table and content of the row that ``name`` means."""
        version: dict[str, Any] = {"service_id": self.service_id, "version": 1}
        received: dict[str, Any] = {"received_at": self.recorded_at}
        lists = ("classifications", "channels", "audiences", "back_offices", "subsystems")
        rows: dict[str, tuple[str, str, dict[str, Any]]] = {
            "version": (
                *("catalog", "passport_versions"),
                version
                | {"valid_from": _SINCE, "published_at": _SINCE, "draft_id": str(uuid4())}
                | {"name": "Xidmət", "search_key": "xidmet", "content": "{}"}
                | {column: list[str]() for column in lists},
            ),
            "copy of applications": (
                *("applications", "passport_copies"),
                version | received | {"data": "{}", "valid_from": _SINCE},
            ),
            "copy of meis-gateway": (
                *("meis_gateway", "passport_copies"),
                version | received | {"passport": "{}"},
            ),
        }
        return rows[name]

    def event(self) -> Envelope:
        """Return its event, with an id of its own."""
        return Envelope(
            id=str(uuid4()),
            source="catalog",
            type=PassportPublished.type,
            topic=PassportPublished.topic,
            key=self.service_id,
            time=_SINCE,
            recorded_at=self.recorded_at,
            data={"passport": {"service_id": self.service_id, "version": 1}, "until_then": []},
        )
