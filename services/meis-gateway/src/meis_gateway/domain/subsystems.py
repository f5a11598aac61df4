"""A subsystem of MEİS as it is configured: what it can be asked, how, and how long."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from shared.texts import Text


class AdapterKind(StrEnum):
    """The ways a subsystem is spoken to; each has an adapter among the clients."""

    REST = "rest"


@dataclass(frozen=True, slots=True)
class Subsystem:
    """One of the registries behind the gateway.

    ``questions`` it answers with yes or no, ``attributes`` it holds, by their bare names.
    ``deadline_seconds`` bounds one call; an answer older than ``freshness_limit`` says nothing.
    """

    code: str
    name: Text
    aliases: tuple[str, ...]
    kind: AdapterKind
    path: str
    questions: frozenset[str]
    attributes: frozenset[str]
    freshness_limit: timedelta
    deadline_seconds: float

    def holds(self, questions: Iterable[str], attributes: Iterable[str]) -> bool:
        """Tell whether all of this can be asked here."""
        return self.questions.issuperset(questions) and self.attributes.issuperset(attributes)


Subsystems = Mapping[str, Subsystem]
"""Every subsystem by its code, in the order of form A."""
