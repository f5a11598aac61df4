"""The people of a case: sealed with its key, found by a blind index, shown by relation."""

from datetime import date
from typing import Any

from sqlmodel import col, select, update

from applications.domain.intake.submission import (
    Identifier,
    IdentifierKind,
    Organisation,
    Person,
    Submission,
)
from applications.domain.people import standing
from applications.storage.sealing import CaseSeal
from applications.storage.tables.people import PersonRow
from shared.database import Session
from shared.vault import BlindIndex

APPLICANT = standing.APPLICANT
CONCERNED = standing.CONCERNED
VOEN = "voen"


def index_of(index: BlindIndex, identifier: Identifier) -> str | None:
    """Return the blind index of a normalised identifier, None when it has no value."""
    if identifier.value is None:
        return None
    return index.of(f"{identifier.kind}:{identifier.value}")


def organisation_index(index: BlindIndex, organisation: Organisation) -> str:
    """Return the blind index of an organisation."""
    return index.of(f"{VOEN}:{organisation.voen}")


def concerned_index(index: BlindIndex, submission: Submission) -> str | None:
    """Return the blind index of whom the service is for, None where nobody is identified."""
    if submission.organisation_concerned is not None:
        return organisation_index(index, submission.organisation_concerned)
    person = submission.person_concerned
    return None if person is None else index_of(index, person.identifier)


def add(session: Session, seal: CaseSeal, index: BlindIndex, submission: Submission) -> None:
    """Add applicant and person concerned, each sealed; for oneself that is one row in each role."""
    applicant = submission.person
    if applicant is not None:
        session.add(_row(seal, index, APPLICANT, applicant))
    elif submission.organisation is not None:
        session.add(_organisation_row(seal, index, APPLICANT, submission.organisation))
    if submission.organisation_concerned is not None:
        session.add(_organisation_row(seal, index, CONCERNED, submission.organisation_concerned))
    concerned = submission.person_concerned
    if concerned is not None:
        session.add(_row(seal, index, CONCERNED, concerned))


async def organisation_of(session: Session, seal: CaseSeal) -> Organisation | None:
    """Return the organisation that applied, opened; None where a person did."""
    query = select(PersonRow).where(
        col(PersonRow.case_id) == seal.case_id,
        col(PersonRow.role) == APPLICANT,
        col(PersonRow.identifier_kind) == VOEN,
    )
    row = (await session.exec(query)).first()
    if row is None:
        return None
    secret = seal.open(_place(APPLICANT), row.sealed)["organisation"]
    return Organisation(secret["voen"], secret["name"], secret["contact"])


async def read(session: Session, seal: CaseSeal) -> dict[str, Person]:
    """Return the natural persons of a case, opened, by their role in it."""
    query = select(PersonRow).where(col(PersonRow.case_id) == seal.case_id)
    query = query.execution_options(populate_existing=True)
    opened = {
        row.role: seal.open(_place(row.role), row.sealed).get("person")
        for row in (await session.exec(query)).all()
    }
    return {role: _person(person) for role, person in opened.items() if person is not None}


async def correct(
    session: Session, seal: CaseSeal, index: BlindIndex, role: str, person: Person
) -> None:
    """Put ``person`` in the place of who was recorded in a role: sealed and indexed anew."""
    await _replace(session, _row(seal, index, role, person))


async def correct_organisation(
    session: Session, seal: CaseSeal, index: BlindIndex, role: str, organisation: Organisation
) -> None:
    """Put ``organisation`` in the place of which was recorded in a role: sealed and indexed anew."""
    await _replace(session, _organisation_row(seal, index, role, organisation))


async def _replace(session: Session, fresh: PersonRow) -> None:
    statement = (
        update(PersonRow)
        .where(col(PersonRow.case_id) == fresh.case_id, col(PersonRow.role) == fresh.role)
        .values(
            identifier_kind=fresh.identifier_kind,
            identifier_index=fresh.identifier_index,
            index_key_id=fresh.index_key_id,
            sealed=fresh.sealed,
        )
    )
    await session.exec(statement)


async def parts_of(session: Session, case_id: str, identifier_index: str) -> frozenset[str]:
    """Return the parts somebody with this blind index has in a case; none for a stranger."""
    query = (
        select(PersonRow.role)
        .where(col(PersonRow.case_id) == case_id)
        .where(col(PersonRow.identifier_index) == identifier_index)
    )
    return frozenset((await session.exec(query)).all())


def _row(seal: CaseSeal, index: BlindIndex, role: str, person: Person) -> PersonRow:
    born = person.birth_date
    secret = {
        "identifier": {"kind": person.identifier.kind.value, "value": person.identifier.value},
        "given_name": person.given_name,
        "family_name": person.family_name,
        "birth_date": born.isoformat() if born else None,
    }
    return PersonRow(
        case_id=seal.case_id,
        role=role,
        identifier_kind=person.identifier.kind.value,
        identifier_index=index_of(index, person.identifier),
        index_key_id=index.key_id,
        sealed=seal.seal(_place(role), {"person": secret}),
    )


def _organisation_row(
    seal: CaseSeal, index: BlindIndex, role: str, organisation: Organisation
) -> PersonRow:
    secret = {
        "voen": organisation.voen,
        "name": organisation.name,
        "contact": organisation.contact,
    }
    return PersonRow(
        case_id=seal.case_id,
        role=role,
        identifier_kind=VOEN,
        identifier_index=organisation_index(index, organisation),
        index_key_id=index.key_id,
        sealed=seal.seal(_place(role), {"organisation": secret}),
    )


def _person(secret: dict[str, Any]) -> Person:
    identifier = secret["identifier"]
    born = secret["birth_date"]
    return Person(
        identifier=Identifier(IdentifierKind(identifier["kind"]), identifier["value"]),
        given_name=secret["given_name"],
        family_name=secret["family_name"],
        birth_date=date.fromisoformat(born) if born else None,
    )


def _place(role: str) -> str:
    return f"people/{role}"
