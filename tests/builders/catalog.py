"""Passport documents and editor's files for tests: the two seeds, and changes to them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from catalog.domain.publishing.editor_file import EditorFile, Fill, Ground
from catalog.domain.publishing.passport import PassportContent
from catalog.domain.publishing.publication import publishable
from catalog.domain.reading.reader import read_document
from catalog.domain.reading.report import FieldReading, ReadingReport
from catalog.storage.packaged import packaged_code_lists
from catalog.use_cases.publish_reviewed import ReviewedPair
from catalog.use_cases.read_editor_file import read_editor_file

SEEDS = Path(__file__).parents[2] / "services" / "catalog" / "seeds"
CHILDCARE = "01-05-02-02.txt"
DOMESTIC_VIOLENCE = "01-09-03-00.md"
LISTS = packaged_code_lists()

EDITOR = "Nigar, redaktor"
APPROVER = "Tural, təsdiq edən"
NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


def document(file_name: str) -> bytes:
    """Return a seed document, byte for byte."""
    return (SEEDS / file_name).read_bytes()


@cache
def reading(file_name: str) -> ReadingReport:
    """Return what the reader finds in a seed document."""
    return read_document(document(file_name), LISTS)


@cache
def editor_file(file_name: str) -> EditorFile:
    """Return the editor's file beside a seed document."""
    return read_editor_file((SEEDS / file_name).with_suffix(".editor.yaml").read_bytes())


def content(file_name: str) -> PassportContent:
    """Return what a seed publishes."""
    return publishable(reading(file_name), editor_file(file_name), LISTS)


def reviewed(file_name: str, **changes: Any) -> ReviewedPair:
    """Return a seed ready to be published, its editor's file changed by ``changes``."""
    edit = replace(editor_file(file_name), **changes)
    return ReviewedPair(file_name, document(file_name), edit, EDITOR, APPROVER)


def with_fills(edit: EditorFile, **fills: Fill) -> EditorFile:
    """Return the editor's file with other fills for some fields."""
    return replace(edit, fields={**edit.fields, **fills})


def without_fill(edit: EditorFile, name: str) -> EditorFile:
    """Return the editor's file without its fill for a field."""
    return replace(edit, fields={key: fill for key, fill in edit.fields.items() if key != name})


def codes(*chosen: str) -> Fill:
    """Return a fill that chooses options."""
    return Fill(Ground.OURS, codes=chosen)


def with_readings(report: ReadingReport, **changed: Mapping[str, Any]) -> ReadingReport:
    """Return a report in which some fields read otherwise: ``name={"state": State.BLANK}``."""
    fields: list[FieldReading] = [
        replace(field, **changed.get(field.name, {})) for field in report.fields
    ]
    return replace(report, fields=tuple(fields))
