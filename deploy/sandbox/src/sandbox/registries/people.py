"""The invented people and what each registry says about them, as data: ``people.yaml``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person; ``registries`` maps a subsystem to the record it holds."""

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
    registries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

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


def load_people() -> People:
    """Read everybody from the data file of this package."""
    text = files("sandbox.registries").joinpath("people.yaml").read_text(encoding="utf-8")
    return People(Person(**row) for row in yaml.safe_load(text)["people"])
