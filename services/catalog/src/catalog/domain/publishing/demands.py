"""What publication demands of each of the 27 fields beyond what the form prints."""

from catalog.domain.reading.form import DURATIONS, FIELD, Holds

OPTIONAL = frozenset(
    {
        "passport_id",
        "front_office_duration_unit",
        "front_office_duration_value",
        "back_office_duration_unit",
        "back_office_duration_value",
        "operator_standard_minutes",
        "responsible_position",
    }
)
"""Published passports do without these in practice; every other field is needed."""

READ_BY_PEOPLE = frozenset(
    {
        "executing_units",
        "communication_channels",
        "response_channels",
        "locations",
        "information_systems",
        "digitisation_level",
    }
)
"""Choices no case is judged by: one that is in no code list may be published as it is printed."""

MAY_BE_NONE = frozenset({"meis_subsystems"})
"""Fields in which "none of them" is an answer."""

NONE_OF_THEM = "none"
"""The code of "Heç biri" in such a field's list."""

_MEMBERS = {
    Holds.PROSE: "text",
    Holds.PASSPORT_ID: "text",
    Holds.CHOICES: "codes",
    Holds.CHOICE: "codes",
    Holds.NUMBER: "number",
    Holds.ITEMS: "lines",
}
_HALVES = {f"{term}_{half}" for term in DURATIONS for half in ("unit", "value")}


def is_needed(name: str) -> bool:
    """Tell whether a passport cannot be published without the field."""
    return name not in OPTIONAL


def is_judged(name: str) -> bool:
    """Tell whether cases are judged by the field's codes, so that each choice must have one."""
    return holds_codes(name) and name not in READ_BY_PEOPLE


def holds_codes(name: str) -> bool:
    """Tell whether the field is a choice among options."""
    return FIELD[name].holds in {Holds.CHOICES, Holds.CHOICE}


def is_half_of_a_term(name: str) -> bool:
    """Tell whether the field is the unit or the value of a term, filled under ``durations``."""
    return name in _HALVES


def member_of(name: str) -> str:
    """Return the member of an editor's fill that holds a value of the field."""
    return _MEMBERS[FIELD[name].holds]
