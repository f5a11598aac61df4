"""What a registry answers, as a pure function of what it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sandbox.registries.people import DAYS_OLD, Record
from sandbox.registries.subsystems import Subsystem


@dataclass(frozen=True, slots=True)
class Answer:
    """The registry's word as of an instant; an attribute it holds nothing for is None."""

    answers: dict[str, str]
    attributes: dict[str, Any]
    as_of: datetime


def unknown_names(
    subsystem: Subsystem, questions: Sequence[str], attributes: Sequence[str]
) -> list[str]:
    """Return JSON pointers of the questions and attributes this registry has never heard of."""
    asked = [
        *((f"/questions/{no}", name, subsystem.questions) for no, name in enumerate(questions)),
        *((f"/attributes/{no}", name, subsystem.attributes) for no, name in enumerate(attributes)),
    ]
    return [pointer for pointer, name, known in asked if name not in known]


def answer(
    record: Record, questions: Sequence[str], attributes: Sequence[str], now: datetime
) -> Answer:
    """Answer what was asked from the record, and nothing more; ``now`` is business time."""
    return Answer(
        answers={question: record[question] for question in questions if question in record},
        attributes={name: record.get(name) for name in attributes},
        as_of=now - timedelta(days=record.get(DAYS_OLD, 0)),
    )
