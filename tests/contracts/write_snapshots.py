"""Writes the snapshots anew after a deliberate change of an event or an interface."""

from tests.contracts.event_models import EVENT_MODELS, SNAPSHOTS, schema_text
from tests.contracts.openapi_documents import APPS, DOCUMENTS, document_text

if __name__ == "__main__":
    SNAPSHOTS.mkdir(exist_ok=True)
    DOCUMENTS.mkdir(exist_ok=True)
    for model in EVENT_MODELS:
        (SNAPSHOTS / f"{model.type}.json").write_text(schema_text(model), encoding="utf-8")
    for service in APPS:
        (DOCUMENTS / f"{service}.json").write_text(document_text(service), encoding="utf-8")
