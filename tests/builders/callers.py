"""The call centre as its software meets the case service."""

from typing import Any
from uuid import uuid4

import httpx2 as httpx
from sqlalchemy import text

from shared.identity.caller import Role
from tests.builders.applications import Caller, House
from tests.builders.submissions import FIN, Json, self_service

ASKED = ["birth-date", "registered-address"]


async def operator(house: House, name: str = "operator-nigar") -> Caller:
    """Return an operator of the call centre."""
    return await house.caller(Role.OPERATOR, person=name)


async def ask_to_verify(who: Caller, fin: str = FIN, **fields: Any) -> httpx.Response:
    """Send a verification of the person with this FİN; any answer comes back."""
    body = {
        "call_id": str(uuid4()),
        "person": {"identifier": {"kind": "fin", "value": fin}},
        "answered": ASKED,
        **fields,
    }
    return await who.create("/v1/caller-verifications", body)


async def verified(who: Caller, fin: str = FIN, **fields: Any) -> str:
    """Return the id of a new verification."""
    answer = await ask_to_verify(who, fin, **fields)
    assert answer.status_code == 201, answer.text
    verification_id: str = answer.json()["verification_id"]
    return verification_id


def by_phone(verification_id: str, fin: str = FIN, **fields: Any) -> Json:
    """Return an application an operator enters while the person speaks."""
    evidence = {"verification_id": verification_id}
    return self_service(fin, **{"channel": "call-centre", "evidence": evidence, **fields})


async def a_quarter_of_an_hour_passes(house: House) -> None:
    """Let every verification run out by the database's clock."""
    async with house.database.transaction() as session:
        connection = await session.connection()
        await connection.execute(
            text("UPDATE caller_verifications SET expires_at = clock_timestamp()")
        )
