"""Numbers of printed items: how an editor's entry names a requirement or a step."""

from collections.abc import Mapping

from catalog.domain.reading.report import FieldValue, ListItem


def numbered(value: FieldValue | None) -> Mapping[int, str]:
    """Return the text of each printed item by its number; no list has no items.

    The number is the printed one; where an item bears none, or two bear the same, all of them
    count from 1.
    """
    items = (
        [item for item in value if isinstance(item, ListItem)] if isinstance(value, tuple) else []
    )
    printed = {item.no: item.text for item in items if item.no is not None}
    if len(printed) == len(items):
        return printed
    return {no: item.text for no, item in enumerate(items, start=1)}
