"""Whose word is final: the cabinet's own, and not that of what stands before it."""

import httpx2 as httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from notifications.clients.esosial import (
    CabinetMessage,
    CabinetRefused,
    CabinetUnanswered,
    EsosialCabinet,
)

MESSAGE = CabinetMessage("5ZK1Q2W", "Müraciətinizə baxılır", "Mətn", "az")


def cabinet_that_answers(response: Response) -> EsosialCabinet:
    async def answer(_request: Request) -> Response:
        return response

    app = Starlette(routes=[Route("/messages/{key}", answer, methods=["GET", "PUT"])])
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://cabinet.test/"
    )
    return EsosialCabinet(client, seconds=5)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 407, 408, 429])
async def test_a_proxy_that_refuses_leaves_the_message_to_be_tried_again(status: int) -> None:
    cabinet = cabinet_that_answers(PlainTextResponse("no", status))

    with pytest.raises((CabinetUnanswered, CabinetRefused), match=str(status)) as said:
        await cabinet.put("key-1", MESSAGE)

    assert said.type is CabinetUnanswered


@pytest.mark.parametrize(
    ("status", "code"),
    [(404, "cabinet-not-found"), (409, "client-key-reused"), (422, "invalid-input")],
)
async def test_the_cabinets_own_refusal_is_final(status: int, code: str) -> None:
    cabinet = cabinet_that_answers(JSONResponse({"status": status, "code": code}, status))

    with pytest.raises(CabinetRefused, match=f"answered {status}"):
        await cabinet.put("key-1", MESSAGE)


async def test_a_problem_of_another_is_not_final() -> None:
    cabinet = cabinet_that_answers(JSONResponse(["unauthorised"], 401))

    with pytest.raises(CabinetUnanswered, match="status 401"):
        await cabinet.put("key-1", MESSAGE)


@pytest.mark.parametrize("status", [401, 403])
async def test_a_proxy_that_refuses_a_question_says_nothing_of_the_message(status: int) -> None:
    cabinet = cabinet_that_answers(PlainTextResponse("no", status))

    with pytest.raises(CabinetUnanswered, match=f"status {status}"):
        await cabinet.find("key-1")
