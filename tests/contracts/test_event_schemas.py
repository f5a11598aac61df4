"""Each event's JSON Schema is a committed snapshot: a change to the language is seen in review.

After a deliberate change run ``python -m tests.contracts.write_snapshots`` from the root.
"""

import json
from typing import Any

import pytest

from shared.events.envelope import EventData
from tests.contracts.event_models import EVENT_MODELS, SNAPSHOTS, schema_text


@pytest.mark.parametrize("model", EVENT_MODELS, ids=lambda model: model.type)
def test_the_schema_of_an_event_is_the_committed_one(model: type[EventData]) -> None:
    snapshot = SNAPSHOTS / f"{model.type}.json"

    assert snapshot.read_text(encoding="utf-8") == schema_text(model)


def test_there_is_no_snapshot_without_an_event() -> None:
    assert {path.stem for path in SNAPSHOTS.glob("*.json")} == {m.type for m in EVENT_MODELS}


@pytest.mark.parametrize("model", EVENT_MODELS, ids=lambda model: model.type)
def test_an_event_type_carries_its_version_and_its_topic(model: type[EventData]) -> None:
    assert model.type.startswith("az.dost.")
    assert model.type.rsplit(".v", 1)[1].isdigit()
    assert model.topic.startswith("dost.")


@pytest.mark.parametrize("model", EVENT_MODELS, ids=lambda model: model.type)
def test_fields_of_a_later_version_survive_an_older_reader(model: type[EventData]) -> None:
    later = {"added_later": {"kept": True}}

    read: Any = model.model_construct(_fields_set=None, **later)

    assert json.loads(read.model_dump_json())["added_later"] == {"kept": True}
