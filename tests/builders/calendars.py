"""Versions of the calendar, imported and signed over HTTP by the people who may."""

from typing import Any

from shared.identity.caller import Role
from tests.builders.applications import Caller, House
from tests.builders.submissions import Json

DECREE = "Nazirlər Kabinetinin 2026-44 nömrəli qərarı"


def day(text: str, kind: str = "day-off", name: str = "İstirahət günü") -> Json:
    """Return a day of a version as somebody types it."""
    return {"day": text, "kind": kind, "name": name, "decree": DECREE}


def version(*days: Json, **fields: Any) -> Json:
    """Return a version as somebody types it."""
    return {"source": DECREE, "days": list(days), **fields}


async def admin(house: House, person: str = "nazir") -> Caller:
    return await house.caller(Role.ADMIN, person=person)


async def approver(house: House, person: str = "katib") -> Caller:
    return await house.caller(Role.APPROVER, person=person)


async def imported(house: House, body: Json) -> Json:
    """Let an administrator import a version."""
    answer = await (await admin(house)).create("/v1/calendar/versions", body)
    assert answer.status_code == 201, answer.text
    made: Json = answer.json()
    return made


async def signed(caller: Caller, made: Json) -> Json:
    """Let somebody sign a version."""
    answer = await caller.create(f"/v1/calendar/versions/{made['version']}/signatures", None)
    assert answer.status_code == 201, answer.text
    after: Json = answer.json()
    return after


async def in_force(house: House, body: Json) -> Json:
    """Import a version and have it signed by two people."""
    made = await imported(house, body)
    await signed(await admin(house), made)
    return await signed(await approver(house), made)
