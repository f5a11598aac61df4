"""What the sandbox has in common with every service of the suite."""

import httpx2 as httpx
import pytest


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/openapi.json", "/docs"])
async def test_it_tells_how_it_is_and_what_it_offers(sandbox: httpx.AsyncClient, path: str) -> None:
    assert (await sandbox.get(path)).status_code == 200


async def test_its_document_names_every_part_of_the_outside_world(
    sandbox: httpx.AsyncClient,
) -> None:
    paths = (await sandbox.get("/openapi.json")).json()["paths"]

    assert set(paths) >= {
        "/identity/.well-known/openid-configuration",
        "/identity/jwks",
        "/identity/token",
        "/identity/test-tokens",
        "/esosial/messages/{client_key}",
        "/esosial/inboxes",
        "/meis/{subsystem}/queries",
        "/clock",
        "/faults",
        "/calls",
        "/people",
        "/subsystems",
    }


async def test_a_wrong_address_is_a_problem_document_with_a_trace(
    sandbox: httpx.AsyncClient,
) -> None:
    answer = await sandbox.get("/nowhere")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not-found"
    assert answer.json()["trace_id"] == answer.headers["x-trace-id"]


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/faults", {"target": "esosial", "fault": "delay"}, "seconds-missing"),
        ("/clock", {"now": "2026-03-19T14:00:00"}, "wrong-format"),
    ],
)
async def test_a_fault_of_the_input_has_a_code_of_its_own(
    sandbox: httpx.AsyncClient, path: str, body: dict[str, str], code: str
) -> None:
    answer = await sandbox.put(path, json=body)

    assert [fault["code"] for fault in answer.json()["errors"]] == [code]
