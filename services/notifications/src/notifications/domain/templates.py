"""Message templates: versioned texts with named places."""

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shared.errors import DomainError, Kind
from shared.texts import Text

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


AT_A_CENTRE = Text(
    az="Onları DOST mərkəzinə təqdim edin.", en="Please bring them to a DOST centre."
)
"""How papers are handed in where the promise does not say: it was made before promises did."""


@dataclass(frozen=True, slots=True)
class Template:
    """One version of a text in one language; ``{name}`` marks a place."""

    code: str
    version: int
    language: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """What the citizen reads."""

    subject: str
    body: str


class TemplateMissing(DomainError):
    """No template of this code in this language."""

    kind = Kind.MISSING
    code = "template-missing"
    title = Text(az="Mesaj şablonu yoxdur", en="There is no such message template")


class PlaceUnfilled(DomainError):
    """A place of the template has no value: a message with a hole is never sent."""

    kind = Kind.INVALID
    code = "template-place-unfilled"
    title = Text(az="Mesaj şablonu doldurulmadı", en="The message template was not filled")


def template_code(
    template: str,
    *,
    outcome: str | None,
    papers: Sequence[str],
    mandate_rejected: bool = False,
    asks_for_papers: bool = False,
    suspended: bool = False,
    late: bool = False,
) -> str:
    """Name the text for a promise.

    ``decision-granted`` by its outcome; ``in-progress``, or ``in-progress-papers`` where the person
    still owes documents and must not read that there is nothing to do, ``in-progress-papers-awaited``
    where the clock stands until they are there. ``-late`` where the term is over: then no day is
    promised, and no clock stands. ``-suspended`` where nobody may work on it, late or not.
    ``in-progress-mandate-rejected`` where somebody applied in their name on a paper that was not
    accepted: then no paper is asked of them.
    """
    if outcome is not None:
        return f"{template}-{outcome}"
    if mandate_rejected:
        return f"{template}-mandate-rejected"
    wording = f"{template}-papers" if papers else template
    if suspended:
        return f"{wording}-suspended"
    if late:
        return f"{wording}-late"
    return f"{wording}-awaited" if papers and asks_for_papers else wording


def is_late(term_over: bool | None, *, term_on: date, asked_on: date) -> bool:
    """Tell whether the term was over; by its last day (Baku) where the promise does not say."""
    return term_on < asked_on if term_over is None else term_over


def listed(papers: Sequence[str]) -> str:
    """Return the papers in one part of a sentence, which goes on or ends behind them."""
    return "; ".join(unstopped(paper) for paper in papers)


def unstopped(printed: str) -> str:
    """Return printed words without the stop they end with: the sentence around them has its own."""
    return printed.strip().rstrip(".;,")


def render(template: Template, values: Mapping[str, str | date | None]) -> Rendered:
    """Fill a template; dates are written as its language writes them.

    Raises PlaceUnfilled when a place has no value.
    """
    written = {name: _written(value, template.language) for name, value in values.items()}
    return Rendered(_filled(template.subject, written), _filled(template.body, written))


def _written(value: str | date | None, language: str) -> str | None:
    if not isinstance(value, date):
        return value
    if language == "en":
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    return value.strftime("%d.%m.%Y")


def _filled(text: str, values: Mapping[str, str | None]) -> str:
    pieces = []
    for literal, name, _, _ in string.Formatter().parse(text):
        pieces.append(literal)
        if name is None:
            continue
        value = values.get(name)
        if value is None:
            raise PlaceUnfilled(
                Text(az="Şablonun yerlərindən biri üçün qiymət verin.",
                     en="Give a value for every place of the template."),
                members={"place": name},
            )  # fmt: skip
        pieces.append(value)
    return "".join(pieces)
