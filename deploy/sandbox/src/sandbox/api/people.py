"""Who lives in the sandbox, and what each registry says about them."""

from datetime import date
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from sandbox.registries.people import Person
from sandbox.registries.subsystems import Subsystem
from sandbox.world import WorldDep

router = APIRouter(tags=["people"])


class TestPerson(BaseModel):
    """One invented person; ``registries`` maps a subsystem to the record it holds.

    A subsystem that is not named answers 404 for the person; ``days_old`` makes a record stale.
    """

    __test__ = False  # the name begins with Test, and pytest collects by name

    fin: str | None
    passport: str | None
    temporary: str | None
    subject: str
    given_name: str
    family_name: str
    birth_date: date
    sex: str
    audience: str
    cabinet: bool
    registries: dict[str, dict[str, Any]]
    note: str


class PeopleList(BaseModel):
    """Everybody."""

    items: list[TestPerson]


class SubsystemEntry(BaseModel):
    """What one registry can be asked."""

    code: str
    title: str
    questions: list[str]
    attributes: list[str]


class SubsystemList(BaseModel):
    """The sixteen."""

    items: list[SubsystemEntry]


@router.get("/people")
async def list_people(world: WorldDep) -> PeopleList:
    """Return the test people; ``note`` says which combination a person is there for."""
    return PeopleList(items=[_person(person) for person in world.people.everybody])


@router.get("/subsystems")
async def list_subsystems(world: WorldDep) -> SubsystemList:
    """Return the registries, and the questions and attributes of each."""
    return SubsystemList(items=[_subsystem(entry) for entry in world.subsystems.values()])


def _person(person: Person) -> TestPerson:
    return TestPerson(
        fin=person.fin,
        passport=person.passport,
        temporary=person.temporary,
        subject=person.subject,
        given_name=person.given_name,
        family_name=person.family_name,
        birth_date=person.birth_date,
        sex=person.sex,
        audience=person.audience,
        cabinet=person.cabinet,
        registries={code: dict(record) for code, record in person.registries.items()},
        note=person.note,
    )


def _subsystem(subsystem: Subsystem) -> SubsystemEntry:
    return SubsystemEntry(
        code=subsystem.code,
        title=subsystem.title,
        questions=list(subsystem.questions),
        attributes=list(subsystem.attributes),
    )
