"""The invented people and what each registry says about them, as data: ``people.yaml``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

Record = Mapping[str, Any]
DAYS_OLD = "days_old"


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person; ``registries`` maps a subsystem to the record it holds.

    A record maps questions to ``yes`` or ``no`` and attributes to their value or None; ``days_old``
    says how long ago the registry last heard of the person (0 where it is absent).
    """

    subject: str
    given_name: str
    family_name: str
    birth_date: date
    sex: str
    audience: str
    note: str
    fin: str | None = None
    passport: str | None = None
    temporary: str | None = None
    cabinet: bool = True
    registries: Mapping[str, Record] = field(default_factory=dict)

    def identifiers(self) -> list[tuple[str, str]]:
        """Return (kind, value) of each identifier the person has."""
        known = (("fin", self.fin), ("passport", self.passport), ("temporary", self.temporary))
        return [(kind, value) for kind, value in known if value is not None]


class People:
    """Everybody, found by identifier."""

    def __init__(self, everybody: Iterable[Person]) -> None:
        self.everybody = tuple(everybody)
        self._by_identifier = {
            identifier: person for person in self.everybody for identifier in person.identifiers()
        }

    def find(self, kind: str, value: str) -> Person | None:
        """Return the person with that identifier, or None."""
        return self._by_identifier.get((kind, value))


@cache
def load_people() -> People:
    """Return everybody; the data file of this package is read once in a process."""
    text = files("sandbox.registries").joinpath("people.yaml").read_text(encoding="utf-8")
    return People(_with_identity(Person(**row)) for row in yaml.safe_load(text)["people"])


def _with_identity(person: Person) -> Person:
    """Write the person's own data where a record says ``identity: own``; the file says it once."""
    own = {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "birth_date": person.birth_date.isoformat(),
        "document": f"SINAQ-{person.subject}",
    }
    registries = {
        subsystem: {
            name: own if (name, value) == ("identity", "own") else value
            for name, value in record.items()
        }
        for subsystem, record in person.registries.items()
    }
    return replace(person, registries=registries)
