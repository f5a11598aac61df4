"""Find open cases of the same person and service, inside the transaction that brings another."""

from applications.domain.case import Case
from applications.domain.intake.submission import Submission
from applications.storage import duplicates, people
from applications.use_cases.casework import Casework
from shared.database import Session


async def take_turn(session: Session, casework: Casework, case: Case, sent: Submission) -> None:
    """Let submissions for one person and service come one after the other.

    Before the case is stored, so that whoever comes second finds the first.
    """
    index = _index(casework, case, sent)
    if index is not None:
        await duplicates.take_turn(session, index, case.passport.service_id)


async def record_duplicates(
    session: Session, casework: Casework, case: Case, sent: Submission
) -> None:
    """Remember the open cases this one meets; who may be told of them is decided by reader."""
    index = _index(casework, case, sent)
    if index is not None:
        await duplicates.record(session, case, index)


async def find_anew(session: Session, case: Case, wrong: str | None, right: str | None) -> None:
    """Forget the cases of whom ``case`` was taken to be about, and find those of whom it is about.

    By the blind index of each; in the turns of both, for a submission of either must not meet the case
    half-way.
    """
    if case.passport.handling.protected or wrong == right:
        return
    for index in sorted({each for each in (wrong, right) if each is not None}):
        await duplicates.take_turn(session, index, case.passport.service_id)
    await duplicates.forget(session, case.id)
    if right is not None:
        await duplicates.record(session, case, right)


def _index(casework: Casework, case: Case, sent: Submission) -> str | None:
    """Return whom the case is about; a protected case has no index, and is found by nobody."""
    if case.passport.handling.protected:
        return None
    return people.concerned_index(casework.index, sent)
