"""A cursor of the caller's own making is a page or a 400 on every list, and never our failure."""

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from tests.contracts.list_routes import LISTS, ListRoute, opened
from tests.contracts.openapi_documents import app_of

HOSTILE: Sequence[Any] = (
    *(None, True, [], "x", "\0", "0001-01-01", "9999-12-31T23:59:59+00:00"),
    *(-(2**40), 2**31, 2**63 - 1, 2**63),
)


def is_paged(each: ListRoute) -> bool:
    """Tell by the document of its service whether the list takes a cursor."""
    parameters = app_of(each.service).openapi()["paths"][each.path]["get"].get("parameters", [])
    return "cursor" in {parameter["name"] for parameter in parameters}


def cursor_of(values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def hostile_to(given: str) -> Iterator[str]:
    """Spoil a cursor that the list gave out: each of its values in turn, and their number."""
    values = json.loads(base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)))
    for place in range(len(values)):
        for value in HOSTILE:
            yield cursor_of([*values[:place], value, *values[place + 1 :]])
    yield from (cursor_of(values[1:]), cursor_of([*values, 1]), cursor_of({}), cursor_of(None))


@pytest.mark.parametrize("each", [each for each in LISTS if is_paged(each)], ids=str)
async def test_a_spoilt_cursor_is_a_page_or_is_refused(
    each: ListRoute, database_url_of: Callable[[str], str]
) -> None:
    async with opened(each, database_url_of) as found:
        page = (await found.read(limit=1)).json()
        said = {
            cursor: await found.read(limit=1, cursor=cursor) for cursor in hostile_to(page["next"])
        }

    statuses = {cursor: answer.status_code for cursor, answer in said.items()}
    assert {c: status for c, status in statuses.items() if status not in {200, 400}} == {}
    refused = [answer.json()["code"] for answer in said.values() if answer.status_code == 400]
    assert set(refused) == {"cursor-malformed"}
