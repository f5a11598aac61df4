"""The 27 fields in the order of form A: what each holds and which code list its options are in."""

from dataclasses import dataclass
from enum import StrEnum


class Holds(StrEnum):
    """What stands under a label."""

    PROSE = "prose"
    PASSPORT_ID = "passport-id"
    CHOICES = "choices"
    CHOICE = "choice"  # the form says: only one may be chosen
    NUMBER = "number"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of form A; ``code_list`` names the list of its options (or known wordings)."""

    number: int
    name: str
    holds: Holds
    code_list: str | None = None


def _fields() -> tuple[Field, ...]:
    kinds: tuple[tuple[str, Holds, str | None], ...] = (
        ("name", Holds.PROSE, None),
        ("passport_id", Holds.PASSPORT_ID, None),
        ("classifications", Holds.CHOICES, "classifications"),
        ("executing_units", Holds.CHOICES, "executing-units"),
        ("legal_basis", Holds.ITEMS, None),
        ("intake_channels", Holds.CHOICES, "channels"),
        ("communication_channels", Holds.CHOICES, "communication-channels"),
        ("response_channels", Holds.CHOICES, "response-channels"),
        ("refusal_grounds", Holds.CHOICES, "refusal-grounds"),
        ("audiences", Holds.CHOICES, "audiences"),
        ("back_offices", Holds.CHOICES, "back-offices"),
        ("total_duration_unit", Holds.CHOICE, "duration-units"),
        ("total_duration_value", Holds.NUMBER, None),
        ("front_office_duration_unit", Holds.CHOICE, "duration-units"),
        ("front_office_duration_value", Holds.NUMBER, None),
        ("back_office_duration_unit", Holds.CHOICE, "duration-units"),
        ("back_office_duration_value", Holds.NUMBER, None),
        ("operator_standard_minutes", Holds.NUMBER, None),
        ("fee", Holds.CHOICE, "fees"),
        ("locations", Holds.CHOICES, "executing-units"),
        ("required_documents", Holds.ITEMS, None),
        ("document_forms", Holds.CHOICES, "document-forms"),
        ("steps", Holds.ITEMS, None),
        ("information_systems", Holds.CHOICES, "information-systems"),
        ("meis_subsystems", Holds.CHOICES, "subsystems"),
        ("digitisation_level", Holds.CHOICE, "digitisation-levels"),
        ("responsible_position", Holds.PROSE, "positions"),
    )
    return tuple(Field(number, *kind) for number, kind in enumerate(kinds, start=1))


FIELDS = _fields()
FIELD = {field.name: field for field in FIELDS}
EXTRA_FIELDS = ("service_content", "degree_of_automation")
"""Labelled parts of other forms that none of the 27 fields stands for."""

DURATIONS = ("total_duration", "front_office_duration", "back_office_duration")
