"""A day that no rule can count on from is refused where it enters, in every field there is one."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from uuid import uuid4

import httpx2 as httpx
import pytest

from shared.identity.caller import Role
from tests.builders.applications import Caller, House
from tests.builders.submissions import Json
from tests.contracts.openapi_documents import app_of

DOCUMENT: Json = app_of("applications").openapi()
FAR = ("0001-01-01", "9999-12-31")
KINDS = ("date", "date-time")


class Field(NamedTuple):
    """A place for a date: in the query, or in the body (``0`` is the first of a list)."""

    method: str
    path: str
    place: tuple[str, ...]
    in_query: bool
    kind: str

    @property
    def pointer(self) -> str:
        return "/" + "/".join(self.place)


def places(schema: Json, seen: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Return where a schema has a date, and of which kind."""
    if (name := schema.get("$ref", "").rpartition("/")[2]) and name not in seen:
        yield from places(DOCUMENT["components"]["schemas"][name], (*seen, name))
    if schema.get("format") in KINDS:
        yield (), schema["format"]
    for choice in schema.get("anyOf", []) + schema.get("oneOf", []):
        yield from places(choice, seen)
    inner = {
        **schema.get("properties", {}),
        **({"0": schema["items"]} if "items" in schema else {}),
    }
    for name, part in inner.items():
        yield from (((name, *place), kind) for place, kind in places(part, seen))


def date_fields() -> Iterator[Field]:
    """Return every date a caller may send, by the service's own description."""
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            for parameter in operation.get("parameters", []):
                for _, kind in places(parameter["schema"]):
                    yield Field(method, path, (parameter["name"],), in_query=True, kind=kind)
            for content in operation.get("requestBody", {}).get("content", {}).values():
                for place, kind in places(content["schema"]):
                    yield Field(method, path, place, in_query=False, kind=kind)


FIELDS = sorted(set(date_fields()))


def body_of(place: tuple[str, ...], day: str) -> Any:
    if not place:
        return day
    inner = body_of(place[1:], day)
    return [inner] if place[0] == "0" else {place[0]: inner}


async def sent(caller: Caller, field: Field, day: str) -> httpx.Response:
    """Send the day in its place; what else the request lacks is told beside it."""
    path = field.path.replace("{case_id}", "case-1").replace("{draft_id}", "draft-1")
    value = day if field.kind == "date" else f"{day}T23:30:00Z"
    named: Mapping[str, str] = {
        **caller.headers,
        "idempotency-key": str(uuid4()),
        "if-match": '"1"',
        "accept-language": "en",
    }
    said: dict[str, Any] = (
        {"params": {field.place[0]: value}}
        if field.in_query
        else {"json": body_of(field.place, value)}
    )
    return await caller.client.request(field.method.upper(), path, headers=named, **said)


def test_dates_are_found_in_the_service_s_description() -> None:
    found = {(field.method, field.path, field.pointer) for field in FIELDS}

    assert len(FIELDS) > 20
    assert ("post", "/v1/calendar/versions", "/days/0/day") in found
    assert ("get", "/v1/cases", "/stopped_before") in found
    assert ("post", "/v1/cases/{case_id}/actions/tell-in-person", "/when") in found


@pytest.mark.parametrize("day", FAR)
async def test_a_day_out_of_every_calendar_is_refused_with_its_place_and_the_range(
    house: House, day: str
) -> None:
    callers = [
        *(await house.agent(), await house.officer(), await house.citizen()),
        await house.caller(Role.OPERATOR, person="operator-1"),
        await house.caller(Role.ADMIN, person="nazir"),
    ]
    wrong = []
    for field in FIELDS:
        answers = [await sent(caller, field, day) for caller in callers]
        allowed = [answer for answer in answers if answer.status_code != 403]
        told = [
            fault
            for answer in allowed
            for fault in answer.json().get("errors", [])
            if field.place[-1] in str(fault) and fault["code"] == "out-of-range"
        ]
        if not allowed or {answer.status_code for answer in allowed} != {422} or not told:
            wrong.append((field, [answer.text[:200] for answer in allowed]))
        elif not all("from 1880-01-01 to 2199-12-31" in fault["detail"] for fault in told):
            wrong.append((field, [fault["detail"] for fault in told]))

    assert wrong == []


@pytest.mark.parametrize("day", ["1999-12-31", "2101-01-01"])
async def test_a_calendar_is_of_the_years_that_have_one(house: House, day: str) -> None:
    admin = await house.caller(Role.ADMIN, person="nazir")
    line = {"day": day, "kind": "day-off", "name": "Bayram", "decree": "Qərar"}

    answer = await admin.create("/v1/calendar/versions", {"source": "Qərar", "days": [line]})

    [fault] = answer.json()["errors"]
    assert (answer.status_code, fault["pointer"]) == (422, "/days/0/day")
    assert "2000-01-01 ilə 2100-12-31" in fault["detail"]
