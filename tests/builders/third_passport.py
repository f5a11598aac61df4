"""The synthetic third passport: imported from its document, as it would be published."""

from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from catalog.domain.publishing.publication import publishable
from catalog.domain.reading.reader import read_document
from catalog.storage.packaged import packaged_code_lists
from catalog.use_cases.read_editor_file import read_editor_file
from shared.events.passports import Passport

DOCUMENT = Path(__file__).parents[1] / "passports" / "synthetic-99-03-07-01.txt"
EDITOR_FILE = DOCUMENT.with_suffix(".editor.yaml")
SERVICE = "synthetic-orthopaedic-aid"


@cache
def third_passport() -> Passport:
    """Return its first version, read by the importer and filled by its editor's file."""
    lists = packaged_code_lists()
    content = publishable(
        read_document(DOCUMENT.read_bytes(), lists),
        read_editor_file(EDITOR_FILE.read_bytes()),
        lists,
    )
    validity = {
        "version": 1,
        "valid_from": "2026-01-04T20:00:00Z",
        "valid_until": None,
        "published_at": "2026-01-05T06:00:00Z",
    }
    return Passport.model_validate({**asdict(content), **validity})


def third_data() -> dict[str, Any]:
    """Return the same as JSON, as it travels."""
    return third_passport().model_dump(mode="json")
