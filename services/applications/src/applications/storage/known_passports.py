"""Published versions as this process has read them: a copy is read once, however many cases keep it."""

from collections import OrderedDict
from datetime import datetime
from typing import NamedTuple

from applications.domain.passport import Passport

MOST_KNOWN = 512
"""So many copies are kept in memory: three versions of each of the 160 services."""


class Copy(NamedTuple):
    """A copy by when it came: what the catalogue tells anew of a version is another copy."""

    service_id: str
    version: int
    received_at: datetime


class KnownPassports:
    """Up to ``most`` passports by the copy they were read from; those used last are kept."""

    def __init__(self, most: int = MOST_KNOWN) -> None:
        self._most = most
        self._known: OrderedDict[Copy, Passport] = OrderedDict()

    def get(self, copy: Copy) -> Passport | None:
        """Return the passport of a copy, None when it was not read or is not kept any more."""
        if copy in self._known:
            self._known.move_to_end(copy)
        return self._known.get(copy)

    def keep(self, copy: Copy, passport: Passport) -> None:
        """Keep what was read from a copy."""
        self._known[copy] = passport
        if len(self._known) > self._most:
            self._known.popitem(last=False)
