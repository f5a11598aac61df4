"""Verify who is on the phone: what the operator found out becomes a verification of the server's."""

from collections.abc import Sequence
from uuid import uuid4

from applications.domain.intake.persons import normalised
from applications.domain.intake.submission import Identifier
from applications.domain.intake.verifications import LIFETIME, Verification, ensure_verifiable
from applications.storage import callers, people
from applications.use_cases.casework import Casework
from shared.database import Session
from shared.database_clock import database_now
from shared.identity.caller import Caller


async def verify_caller(
    session: Session,
    casework: Casework,
    caller: Caller,
    *,
    call_id: str,
    identifier: Identifier,
    answered: Sequence[str],
) -> Verification:
    """Keep that the operator has this person on this call, verified, for a quarter of an hour.

    Raises the faults of the identifier and AnswersTooFew. Whether the person is known to us is not
    told: a verification of a stranger looks the same.
    """
    person = normalised(identifier)
    ensure_verifiable(person, answered)
    now = await database_now(session)
    verification = Verification(
        id=str(uuid4()),
        operator=caller.actor,
        call_id=call_id,
        answered=tuple(dict.fromkeys(answered)),
        person_index=people.index_of(casework.index, person) or "",
        expires_at=now + LIFETIME,
    )
    await callers.add(
        session,
        verification,
        client=caller.client,
        index_key_id=casework.index.key_id,
        made_at=now,
    )
    return verification
