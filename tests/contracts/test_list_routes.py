"""Every list of every service takes as many statements as it says, whatever is on its page."""

from collections.abc import Callable

import pytest

from tests.builders.statements import recorded
from tests.contracts.list_routes import LISTS, ListRoute, opened
from tests.contracts.openapi_documents import APPS, app_of


def lists_of(service: str) -> set[tuple[str, str]]:
    """Return the reads of a service whose answer has ``items``, in pages or not, by its document."""
    document = app_of(service).openapi()
    schemas = document["components"]["schemas"]
    found = set()
    for path, operations in document["paths"].items():
        answer = operations.get("get", {}).get("responses", {}).get("200", {})
        schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
        named = schemas.get(schema.get("$ref", "").rpartition("/")[2], schema)
        if "items" in named.get("properties", {}):
            found.add((service, path))
    return found


def test_every_list_says_how_many_statements_a_page_takes() -> None:
    there_are = {name for service in APPS for name in lists_of(service)}

    assert {each.name for each in LISTS} == there_are, (
        "name the list in tests/contracts/list_routes.py"
    )


@pytest.mark.parametrize("each", LISTS, ids=str)
async def test_a_page_takes_as_many_statements_as_it_says(
    each: ListRoute, database_url_of: Callable[[str], str]
) -> None:
    async with opened(each, database_url_of) as found:
        for reading in each.readings:
            with recorded(found.database) as recording:
                answer = await found.read(**reading)
            assert answer.status_code == 200, answer.text
            said = [statement.sql for statement in recording.statements]
            assert len(said) == each.statements, said

    assert len(answer.json()["items"]) > 1, "a page of one row shows nothing"
