import httpx2 as httpx
import pytest

from tests.builders.catalog import LISTS


@pytest.mark.parametrize("name", sorted(LISTS))
async def test_anybody_reads_every_code_list_with_labels_and_spellings(
    client: httpx.AsyncClient, name: str
) -> None:
    answer = await client.get(f"/v1/code-lists/{name}")
    body = answer.json()

    assert answer.status_code == 200
    assert body["name"] == name
    assert [item["code"] for item in body["items"]] == [code.code for code in LISTS[name].codes]
    assert all(item["label"]["az"] and item["label"]["en"] for item in body["items"])


async def test_who_has_a_code_list_gets_nothing_again(client: httpx.AsyncClient) -> None:
    first = await client.get("/v1/code-lists/channels")
    again = await client.get(
        "/v1/code-lists/channels", headers={"If-None-Match": first.headers["etag"]}
    )

    assert first.headers["cache-control"] == "public, max-age=300"
    assert (again.status_code, again.content) == (304, b"")


async def test_an_unknown_code_list_names_those_there_are(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/code-lists/colours", headers={"Accept-Language": "en"})

    assert (answer.status_code, answer.json()["code"]) == (404, "code-list-missing")
    assert "channels" in answer.json()["detail"]
    assert "colours" not in answer.text
