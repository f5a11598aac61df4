"""The interface is documented where it runs, and read without another host."""

import re

import httpx2 as httpx
import pytest

from tests.builders.edge import edge_app
from tests.builders.identity import api_client


async def test_the_page_loads_everything_from_our_own_host() -> None:
    async with api_client(edge_app()) as client:
        page = await client.get("/docs")
        loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
        answers = [await client.get(f"/{name}") for name in loaded]

    assert len(loaded) == 4
    assert not any("//" in name for name in loaded)
    assert [answer.status_code for answer in answers] == [200] * 4
    assert all(answer.content for answer in answers)
    assert "http" not in page.text.replace("http-equiv", "")


async def test_the_browser_is_told_to_load_nothing_from_elsewhere() -> None:
    async with api_client(edge_app()) as client:
        policy = (await client.get("/docs")).headers["content-security-policy"]

    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'self';" in policy


async def test_the_page_does_not_send_the_document_to_a_validator() -> None:
    async with api_client(edge_app()) as client:
        start = await client.get("/docs/assets/start.js")

    assert "validatorUrl: null" in start.text
    assert start.headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize("name", ["main.py", "../main.py", "%2e%2e%2fmain.py", "__init__.py"])
async def test_only_the_assets_are_served(name: str) -> None:
    async with api_client(edge_app()) as client:
        answer = await client.get(f"/docs/assets/{name}")

    assert answer.status_code == 404


async def test_the_assets_read_a_document_of_this_version() -> None:
    async with api_client(edge_app()) as client:
        document = (await client.get("/openapi.json")).json()
        bundle = (await client.get("/docs/assets/swagger-ui-bundle.js")).text

    assert document["openapi"].startswith("3.1.")
    assert "openapi: 3.1" in bundle


@pytest.fixture(scope="session")
def document() -> dict[str, dict[str, dict[str, dict[str, object]]]]:
    read: dict[str, dict[str, dict[str, dict[str, object]]]] = edge_app().openapi()
    return read


def test_every_operation_has_a_name_that_does_not_change_with_its_path() -> None:
    names = [
        operation["operationId"]
        for path in edge_app().openapi()["paths"].values()
        for operation in path.values()
    ]

    assert {"create_thing", "list_things", "change_thing", "livez", "readyz"} <= set(names)
    assert len(names) == len(set(names))


def test_every_failure_in_the_document_is_problem_details() -> None:
    document = edge_app().openapi()

    for path in document["paths"].values():
        for operation in path.values():
            failures = {
                status: response
                for status, response in operation["responses"].items()
                if not status.startswith(("2", "503"))
            }
            assert "default" in failures
            assert all(list(each["content"]) == [PROBLEM] for each in failures.values())
    assert {"Problem", "ProblemFault"} <= set(document["components"]["schemas"])
    assert "HTTPValidationError" not in str(document)


PROBLEM = "application/problem+json"


def test_a_route_for_signed_in_callers_documents_the_token_and_its_refusals() -> None:
    document = edge_app().openapi()

    create = document["paths"]["/v1/things"]["post"]
    read = document["paths"]["/v1/things/{thing_id}"]["get"]
    assert create["security"] == [{"bearer": []}]
    assert {"401", "403", "422"} <= set(create["responses"])
    assert "security" not in read
    assert "401" not in read["responses"]
    scheme = document["components"]["securitySchemes"]["bearer"]
    assert (scheme["type"], scheme["scheme"], scheme["bearerFormat"]) == ("http", "bearer", "JWT")


async def test_the_document_is_the_same_each_time() -> None:
    first, second = edge_app().openapi(), edge_app().openapi()

    assert first == second
    assert httpx.Response(200, json=first).json() == second
