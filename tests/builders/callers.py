"""The call centre as its software meets the case service."""

from typing import Any
from uuid import uuid4

import httpx2 as httpx
from sqlalchemy import text

from shared.identity.caller import Role
from tests.builders.applications import Caller, House
from tests.builders.submissions import FIN, Json, person, self_service

ASKED = ["birth-date", "registered-address"]
WHOLE: Json = {
    "applicant": {"relation": "self", "audience": "citizen", "person": person()},
    "note": "Zəng edən Ayseldir; sənədi mərkəzə gətirəcək.",
}
"""All that a draft needs to be ended."""


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


def draft_of(verification_id: str, fin: str = FIN, **fields: Any) -> Json:
    """Return what an operator has heard so far: who it is, and for what."""
    return {
        "service_id": "childcare-benefit",
        "channel": "call-centre",
        "evidence": {"verification_id": verification_id},
        "applicant": {"person": {"identifier": {"kind": "fin", "value": fin}}},
        **fields,
    }


async def begun(who: Caller, fin: str = FIN, **fields: Any) -> Json:
    """Return a new draft of the person with this FİN."""
    answer = await who.create("/v1/drafts", draft_of(await verified(who, fin), fin, **fields))
    assert answer.status_code == 201, answer.text
    draft: Json = answer.json()
    return draft


async def change(who: Caller, draft: Json, **fields: Any) -> httpx.Response:
    """Put more into a draft at the version it was read."""
    headers = {**who.headers, "If-Match": f'"{draft["version"]}"'}
    return await who.client.patch(f"/v1/drafts/{draft['draft_id']}", json=fields, headers=headers)


async def find(who: Caller, number: str, fin: str = FIN) -> httpx.Response:
    """Look for a draft with the person at the desk."""
    body = {"draft_number": number, "person": {"identifier": {"kind": "fin", "value": fin}}}
    return await who.post("/v1/draft-lookups", body)


async def end(who: Caller, draft: Json, body: Json, key: str | None = None) -> httpx.Response:
    """End a draft at the version it was read."""
    return await who.post(
        f"/v1/drafts/{draft['draft_id']}/submission",
        body,
        if_match=f'"{draft["version"]}"',
        idempotency_key=key or str(uuid4()),
    )


async def discard(who: Caller, draft: Json) -> httpx.Response:
    """Discard a draft at the version it was read."""
    headers = {**who.headers, "If-Match": f'"{draft["version"]}"'}
    return await who.client.delete(f"/v1/drafts/{draft['draft_id']}", headers=headers)
