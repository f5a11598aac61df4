"""``catalog parse``: read a document, print what was read, store nothing."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from catalog.cli.options import AsJson, InLanguage, Language
from catalog.domain.reading.report import (
    FieldReading,
    Outcome,
    ReadingReport,
    Remark,
    to_json,
    value_json,
)
from catalog.use_cases.parse import parse_file

EXIT_STATUS = {Outcome.PASSPORT: 0, Outcome.REJECTED: 1, Outcome.UNREADABLE: 2}
_SHOWN = 60


def parse(
    file: Annotated[Path, typer.Argument(help="A passport as text or Markdown.")],
    *,
    as_json: AsJson = False,
    language: InLanguage = Language.EN,
) -> None:
    """Read a document and store nothing.

    Exit status 0: a passport; 1: a text that is none; 2: no readable text.
    """
    report = parse_file(file)
    show_report(report, as_json=as_json, language=language)
    raise typer.Exit(EXIT_STATUS[report.outcome])


def show_report(report: ReadingReport, *, as_json: bool, language: Language) -> None:
    """Print a reading report as JSON or as a table, in UTF-8 whatever the terminal's locale."""
    if as_json:
        text = json.dumps(to_json(report, language), ensure_ascii=False, indent=2)
    else:
        text = "\n".join(_table(report, language))
    typer.echo(f"{text}\n".encode(), nl=False)


def _table(report: ReadingReport, language: Language) -> Iterator[str]:
    form = f"form {report.form}" if report.form else "form unknown"
    whole = "truncated" if report.truncated else "whole"
    yield f"{report.outcome}: {form}, {report.language or 'language unknown'}, {whole}"
    if report.outcome is Outcome.PASSPORT:
        yield f"{'no.':>3} {'printed':>7}  {'field':<28} {'state':<9} value"
        yield from (_row(entry) for entry in report.fields)
    for extra in report.extras:
        yield f"also printed: {extra.name}: {_short(extra.value)}"
    yield from (f"remark: {_sentence(remark, language)}" for remark in report.remarks)
    yield from (f"error: {_sentence(error, language)}" for error in report.errors)


def _row(entry: FieldReading) -> str:
    printed = "" if entry.number_printed is None else str(entry.number_printed)
    state = f"{entry.state}{'!' if entry.truncated else ''}"
    return f"{entry.number:>3} {printed:>7}  {entry.name:<28} {state:<9} {_value(entry)}".rstrip()


def _value(entry: FieldReading) -> str:
    if entry.value is not None:
        return _short(_words(value_json(entry.name, entry.value)))
    if entry.inferred:
        words = _words(value_json(entry.name, entry.inferred.value))
        return _short(f"(inferred: {words})")
    return f"({len(entry.options)} options)" if entry.options else ""


def _words(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(_words(entry) for entry in value)
    if isinstance(value, dict):
        return str(value["code"] or value["printed"])
    return str(value)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _sentence(remark: Remark, language: Language) -> str:
    where = [part for part in (remark.field, remark.line and f"line {remark.line}") if part]
    place = f"{', '.join(where)}: " if where else ""
    return f"{place}{remark.detail.in_language(language)} [{remark.code}]"
