"""Answers as CSV (RFC 4180), for those who ask for it in ``Accept``."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from fastapi import Response

CSV = "text/csv"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_UNSTATED = -1.0


def prefers_csv(accept: str | None) -> bool:
    """Tell whether the caller would rather have CSV than JSON, by the quality each is given."""
    wanted = [_range(part) for part in (accept or "").split(",")]
    return _quality(wanted, CSV) > max(0.0, _quality(wanted, "application/json"))


def csv_answer(
    names: Sequence[str], rows: Iterable[Sequence[object]], *, filename: str
) -> Response:
    """Return a table with its header line, as a file that spreadsheets open."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_cell(value) for value in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{filename}"', "Vary": "Accept"}
    media_type = f"{CSV}; charset=utf-8; header=present"
    return Response(text.getvalue().encode(), media_type=media_type, headers=headers)


def _cell(value: object) -> object:
    """Return what stands in a cell; text that a spreadsheet would take for a formula is marked."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (each.strip() for each in part.split(";"))
    quality = next((each[2:] for each in parameters if each.startswith("q=")), "1")
    try:
        return name.lower(), float(quality)
    except ValueError:
        return name.lower(), 0.0


def _quality(wanted: Sequence[tuple[str, float]], media_type: str) -> float:
    """Return the quality of the most exact range that fits, less than none where nothing does."""
    exact = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    given = dict(wanted)
    return next((given[each] for each in exact if each in given), _UNSTATED)
