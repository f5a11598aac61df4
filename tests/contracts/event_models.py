"""Every event of the suite and where its schema is kept."""

import json
from pathlib import Path

from shared.events.cases import CaseAdvanced, CaseSubmitted, MessageRequested
from shared.events.deliveries import MessageDelivered, MessageFailed
from shared.events.envelope import EventData
from shared.events.meis import RegistryLooked, SubsystemRecovered
from shared.events.passports import PassportPublished

SNAPSHOTS = Path(__file__).parent / "events"

EVENT_MODELS: tuple[type[EventData], ...] = (
    PassportPublished,
    CaseSubmitted,
    CaseAdvanced,
    MessageRequested,
    MessageDelivered,
    MessageFailed,
    RegistryLooked,
    SubsystemRecovered,
)


def schema_text(model: type[EventData]) -> str:
    """Return an event's JSON Schema as it is committed."""
    return (
        json.dumps(model.model_json_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    )
