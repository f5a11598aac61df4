"""What became of a message comes back: the cabinet has it, or will never take it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from applications.domain.advance import delivered, unreached
from applications.domain.case import Case, Instant, Template
from applications.domain.history import Advanced
from applications.storage import cases, messages
from applications.use_cases.casework import Casework
from applications.use_cases.change_case import change_case
from shared.database import Session


class Change(Protocol):
    """What the end of a message makes of its case; None when it is known already."""

    def __call__(
        self, case: Case, template: Template, at: Instant, *, serial: int | None
    ) -> Advanced | None: ...


@dataclass(frozen=True, slots=True)
class End:
    """One way a message ends: what it makes of the case, and which instant of it is kept."""

    change: Change
    keep: Callable[[Session, str, str, datetime], Awaitable[None]]


DELIVERED = End(delivered, messages.set_delivered)
"""The case knows, and is closed when that was the decision."""

REFUSED = End(unreached, messages.set_failed)
"""The case says so, and whoever works on it reads it."""


async def record_message_end(
    session: Session, casework: Casework, case_id: str, request_id: str, end: End, at: Instant
) -> bool:
    """Record how the message an event asked for ended (``at.business``: the cabinet's instant).

    False when nobody here asked for it, or when what became of it is known already.
    """
    file = await cases.lock(session, casework.vault, case_id)
    if file is None:
        return False
    asked = await messages.asked_by(session, case_id, request_id)
    if asked is None:
        return False
    advanced = end.change(file.case, asked.template, at, serial=asked.serial)
    if advanced is None:
        return False
    await end.keep(session, case_id, request_id, at.business)
    await change_case(session, casework, file, advanced, at)
    return True
