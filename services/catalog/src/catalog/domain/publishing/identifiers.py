"""Names an editor invents: the key of a service, codes of documents, ids of steps."""

import re
from collections.abc import Sequence

_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST = 64


def is_slug(name: str) -> bool:
    """Tell whether ``name`` is lower-case Latin letters, digits and single hyphens, up to 64."""
    return len(name) <= _LONGEST and _SLUG.fullmatch(name) is not None


def duplicates(names: Sequence[str]) -> list[str]:
    """Return the names that stand more than once."""
    return sorted({name for name in names if names.count(name) > 1})
