"""``by``: what the rows of a report tell apart, as a list with commas."""

from typing import Annotated

from fastapi import Query
from pydantic import AfterValidator

from applications.domain.statistics.report import Grouping
from shared.input_faults import FieldFault
from shared.texts import Text

DEFAULT = (Grouping.SERVICE, Grouping.CHANNEL, Grouping.CENTRE, Grouping.DAY)


def groupings_of(by: str | None) -> tuple[Grouping, ...]:
    """Return what ``by`` names, in its order; all but the office where nothing is said."""
    if by is None:
        return DEFAULT
    return tuple(Grouping(name) for name in _names(by))


def _names(by: str) -> list[str]:
    return [name.strip() for name in by.split(",") if name.strip()]


def _known(by: str) -> str:
    names = _names(by)
    if len(set(names)) != len(names) or not set(names) <= set(Grouping):
        raise FieldFault("not-listed", _EACH_ONCE.filled(names=", ".join(Grouping)))
    return by


By = Annotated[
    Annotated[str, AfterValidator(_known)] | None,
    Query(
        max_length=100,
        description="`service`, `channel`, `centre`, `day`, `office`, with commas between; the first "
        "four if not said, and empty for the total alone.",
    ),
]

_EACH_ONCE = Text(
    az="Vergüllə ayırıb hər birini bir dəfə göstərin: {names}.",
    en="Name each once, with commas between: {names}.",
)
