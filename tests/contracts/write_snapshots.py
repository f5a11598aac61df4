"""Writes the snapshots anew after a deliberate change of an event."""

from tests.contracts.event_models import EVENT_MODELS, SNAPSHOTS, schema_text

if __name__ == "__main__":
    SNAPSHOTS.mkdir(exist_ok=True)
    for model in EVENT_MODELS:
        (SNAPSHOTS / f"{model.type}.json").write_text(schema_text(model), encoding="utf-8")
