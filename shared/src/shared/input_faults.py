"""What is wrong with an input, fault by fault, without repeating any of it.

The names of places come from our own models; a name the caller made up (an unknown field, the key
of a map) is shown only if it looks like a field name of ours, else as ``*``: an identifier sent as
a key must not come back in an answer. Numbers in a detail are limits of ours, never the input.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from shared.errors import InputError
from shared.texts import Text

_OURS = re.compile(r"[a-z_][a-z0-9_]{0,39}")

UNKNOWN_FIELD = Text(
    az="Belə sahə yoxdur. Onu sorğudan çıxarın.",
    en="There is no such field. Remove it from the request.",
)
INVALID_VALUE = Text(az="Dəyər yolverilməzdir.", en="The value is not acceptable.")

_SENTENCES: dict[str, Text] = {
    "missing-field": Text(az="Bu sahə mütləqdir.", en="This field is required."),
    "unknown-field": UNKNOWN_FIELD,
    "wrong-type": Text(az="Dəyər başqa növdə olmalıdır.", en="The value must be of another type."),
    "wrong-format": Text(
        az="Dəyər tələb olunan formatda deyil.", en="The value does not have the required format."
    ),
    "not-an-option": Text(
        az="Dəyər icazə verilən kodlardan biri olmalıdır.",
        en="The value must be one of the allowed codes.",
    ),
    "too-long": Text(az="Dəyər çox uzundur.", en="The value is too long."),
    "too-short": Text(az="Dəyər çox qısadır.", en="The value is too short."),
    "out-of-range": Text(
        az="Dəyər icazə verilən həddən kənardır.", en="The value is out of the allowed range."
    ),
    "invalid-value": INVALID_VALUE,
}

_LIMITS: dict[str, Text] = {
    "max_length": Text(az="Ən çoxu {limit}.", en="At most {limit}."),
    "min_length": Text(az="Ən azı {limit}.", en="At least {limit}."),
    "ge": Text(az="Ən azı {limit}.", en="At least {limit}."),
    "gt": Text(az="{limit}-dən böyük.", en="Greater than {limit}."),
    "le": Text(az="Ən çoxu {limit}.", en="At most {limit}."),
    "lt": Text(az="{limit}-dən kiçik.", en="Less than {limit}."),
    "expected": Text(az="İcazə verilən: {limit}.", en="Allowed: {limit}."),
    "expected_tags": Text(az="İcazə verilən: {limit}.", en="Allowed: {limit}."),
}

_CODES: dict[str, str] = {
    "missing": "missing-field",
    "extra_forbidden": "unknown-field",
    "enum": "not-an-option",
    "literal_error": "not-an-option",
    "union_tag_invalid": "not-an-option",
    "union_tag_not_found": "missing-field",
    "string_too_long": "too-long",
    "too_long": "too-long",
    "bytes_too_long": "too-long",
    "string_too_short": "too-short",
    "too_short": "too-short",
    "bytes_too_short": "too-short",
    "greater_than": "out-of-range",
    "greater_than_equal": "out-of-range",
    "less_than": "out-of-range",
    "less_than_equal": "out-of-range",
    "string_pattern_mismatch": "wrong-format",
    "string_unicode": "wrong-format",
    "timezone_aware": "wrong-format",
}
_FORMATS = ("date", "time", "uuid", "url", "decimal")


class FieldFault(ValueError):
    """Raise it in a validator of a request model: its code and sentence reach the caller.

    ``detail`` says what to do and never repeats the value. Another ValueError becomes
    ``invalid-value`` without its message.
    """

    def __init__(self, code: str, detail: Text) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def _code(kind: str) -> str:
    if kind in _CODES:
        return _CODES[kind]
    if kind.startswith(_FORMATS):
        return "wrong-format"
    return "wrong-type" if kind.endswith(("_type", "_parsing")) else "invalid-value"


def _limits(context: Mapping[str, Any]) -> list[Text]:
    return [
        sentence.filled(limit=context[name])
        for name, sentence in _LIMITS.items()
        if isinstance(context.get(name), str | int | float)
    ]


def _detail(code: str, context: Mapping[str, Any]) -> Text:
    said = [_SENTENCES[code], *_limits(context)]
    return Text(az=" ".join(text.az for text in said), en=" ".join(text.en for text in said))


def _name(part: int | str) -> str:
    return str(part) if isinstance(part, int) or _OURS.fullmatch(part) else "*"


def pointer(location: Sequence[int | str]) -> str:
    """Return where a fault is: a JSON pointer into the body, or ``query:limit``, ``header:…``.

    >>> pointer(("body", "applicant", "person", 0))
    '/applicant/person/0'
    """
    place, *path = location or ("body",)
    names = [_name(part) for part in path]
    if place == "body":
        return "".join(f"/{name}" for name in names)
    return (
        f"{place}:{'/'.join(names).replace('_', '-')}"
        if place == "header"
        else (f"{place}:{'/'.join(names)}")
    )


def input_error(fault: Mapping[str, Any]) -> InputError:
    """Translate one fault of Pydantic; of its context only limits of the model are used."""
    context = fault.get("ctx") or {}
    own = context.get("error")
    where = pointer(fault["loc"])
    if isinstance(own, FieldFault):
        return InputError(where, own.code, own.detail)
    code = _code(fault["type"])
    return InputError(where, code, _detail(code, context))
