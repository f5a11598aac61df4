"""A fault of the input names its place and what to do, and repeats nothing of it."""

from datetime import date
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from shared.errors import InputError
from shared.input_faults import FieldFault, input_error, pointer
from shared.texts import Text

SECRET = "5ZK1Q2W"


class Person(BaseModel):
    model_config = ConfigDict(extra="forbid")

    fin: Annotated[str, Field(pattern=r"^[0-9A-HJ-NP-Z]{7}$")]
    given_name: Annotated[str, Field(min_length=1, max_length=5)]
    birth_date: date
    relation: Literal["self", "relative"]
    age: Annotated[int, Field(ge=0, le=150)] = 0
    centre: str = "dost-1"

    @field_validator("centre")
    @classmethod
    def _is_a_centre(cls, value: str) -> str:
        if value == "secret 5ZK1Q2W":
            raise ValueError(f"{value} is no centre")
        if not value.startswith("dost"):
            raise FieldFault("centre-unknown", Text(az="Belə mərkəz yoxdur.", en="No such centre."))
        return value


class Submission(BaseModel):
    model_config = ConfigDict(extra="forbid")

    people: list[Person]
    labels: dict[str, int] = {}


GOOD = {"fin": SECRET, "given_name": "Leyla", "birth_date": "1994-03-02", "relation": "self"}


def faults(**changes: object) -> list[InputError]:
    with pytest.raises(ValidationError) as refused:
        Submission.model_validate({"people": [{**GOOD, **changes}]})
    return [
        input_error({**fault, "loc": ("body", *fault["loc"])}) for fault in refused.value.errors()
    ]


@pytest.mark.parametrize(
    ("changes", "code", "at"),
    [
        ({"fin": "secret"}, "wrong-format", "fin"),
        ({"fin": 7}, "wrong-type", "fin"),
        ({"given_name": ""}, "too-short", "given_name"),
        ({"given_name": "Leylaxanım"}, "too-long", "given_name"),
        ({"birth_date": "31.02.1994"}, "wrong-format", "birth_date"),
        ({"relation": "enemy"}, "not-an-option", "relation"),
        ({"age": 151}, "out-of-range", "age"),
        ({"age": "old"}, "wrong-type", "age"),
        ({"centre": "secret 5ZK1Q2W"}, "invalid-value", "centre"),
        ({"centre": "bank"}, "centre-unknown", "centre"),
        ({"nickname": SECRET}, "unknown-field", "nickname"),
    ],
)
def test_each_fault_has_its_place_and_its_code(
    changes: dict[str, object], code: str, at: str
) -> None:
    (fault,) = faults(**changes)

    assert (fault.pointer, fault.code) == (f"/people/0/{at}", code)
    assert fault.detail.az != fault.detail.en
    for value in changes.values():
        assert not str(value) or str(value) not in fault.detail.en + fault.detail.az


def test_a_missing_field_is_named() -> None:
    with pytest.raises(ValidationError) as refused:
        Submission.model_validate({})
    fault = input_error({**refused.value.errors()[0], "loc": ("body", "people")})

    assert (fault.pointer, fault.code) == ("/people", "missing-field")


def test_limits_and_options_of_the_form_are_said() -> None:
    (late,) = faults(age=151)
    (option,) = faults(relation="enemy")

    assert "150" in late.detail.en
    assert "'self' or 'relative'" in option.detail.en


def test_an_identifier_sent_as_the_name_of_a_field_does_not_come_back() -> None:
    (fault,) = faults(**{SECRET: "x"})

    assert (fault.pointer, fault.code) == ("/people/0/*", "unknown-field")


def test_places_outside_the_body_say_where_they_are() -> None:
    assert pointer(("query", "limit")) == "query:limit"
    assert pointer(("header", "if_match")) == "header:if-match"
    assert pointer(("path", "case_id")) == "path:case_id"
    assert pointer(("body",)) == ""
    assert pointer(()) == ""


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
marked = st.text(min_size=0, max_size=5).map(lambda text: f"{text}{SECRET}{text}")


@given(st.dictionaries(marked | st.sampled_from(list(GOOD)), json_values | marked, max_size=4))
def test_whatever_is_sent_the_answer_never_repeats_it(sent: dict[str, object]) -> None:
    try:
        Submission.model_validate({"people": [sent], "labels": {SECRET: SECRET}})
    except ValidationError as refused:
        said = [input_error({**f, "loc": ("body", *f["loc"])}) for f in refused.errors()]
        assert all(SECRET not in f"{fault}" for fault in said)
    else:
        pytest.fail("labels are numbers")
