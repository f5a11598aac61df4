"""The registries of MEİS over HTTP: one query for one person in one subsystem."""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal, Self

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field, StringConstraints, model_validator

from sandbox.api.inputs import StrictInput
from sandbox.registries.answers import answer, unknown_names
from sandbox.world import WorldDep
from shared.errors import DomainError, InputError, Kind
from shared.input_faults import FieldFault
from shared.problems import responses
from shared.texts import Text

router = APIRouter(prefix="/meis", tags=["meis"])

Name = Annotated[str, StringConstraints(pattern="^[a-z][a-z_-]{0,39}$")]


NOTHING_ASKED = Text(
    az="Ən azı bir sual və ya məlumat soruşun.", en="Ask a question or for an attribute."
)


class SubsystemNotFound(DomainError):
    """There are sixteen subsystems, and this is none of them."""

    kind: ClassVar[Kind] = Kind.MISSING
    code: ClassVar[str] = "subsystem-not-found"
    title: ClassVar[Text] = Text(az="Altsistem tapılmadı", en="There is no such subsystem")


class PersonNotFound(DomainError):
    """The registry holds no record of the person, which is not the answer no."""

    kind: ClassVar[Kind] = Kind.MISSING
    code: ClassVar[str] = "person-not-found"
    title: ClassVar[Text] = Text(az="Şəxs tapılmadı", en="The registry does not know the person")


class NotHeldHere(DomainError):
    """The registry is asked something it has never heard of."""

    code: ClassVar[str] = "not-held-here"
    title: ClassVar[Text] = Text(
        az="Bu altsistem bunu bilmir", en="This subsystem does not hold that"
    )


class Identifier(StrictInput):
    """A person's number in the state's books."""

    kind: Literal["fin", "passport", "temporary"]
    value: Annotated[str, Field(min_length=1, max_length=40)]


class Query(StrictInput):
    """Yes-or-no questions and attributes wanted of one person; at least one of them."""

    identifier: Identifier
    questions: Annotated[tuple[Name, ...], Field(max_length=20)] = ()
    attributes: Annotated[tuple[Name, ...], Field(max_length=20)] = ()

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not self.questions and not self.attributes:
            raise FieldFault("nothing-asked", NOTHING_ASKED)
        return self


class RegistryAnswer(BaseModel):
    """The registry's word on that person: answers, attributes (null: none held), as of when.

    ``as_of`` is business time.
    """

    identifier: Identifier
    answers: dict[str, Literal["yes", "no"]]
    attributes: dict[str, Any]
    as_of: datetime


class RegistryHealth(BaseModel):
    """The registry is in order; ``at`` is business time."""

    status: Literal["ok"]
    at: datetime


@router.get("/{subsystem}/health", responses=responses(Kind.MISSING))
async def read_health(
    subsystem: Annotated[str, Path(max_length=40)], world: WorldDep
) -> RegistryHealth:
    """Say that a registry answers; nobody is asked about, and faults hit this as any call.

    Raises ``SubsystemNotFound`` (404).
    """
    if subsystem not in world.subsystems:
        raise _no_such_subsystem()
    return RegistryHealth(status="ok", at=await world.clock.now())


@router.post("/{subsystem}/queries", responses=responses(Kind.MISSING, Kind.INVALID))
async def query(
    subsystem: Annotated[str, Path(max_length=40)], body: Query, world: WorldDep
) -> RegistryAnswer:
    """Answer for a person.

    Raises ``SubsystemNotFound`` and ``PersonNotFound`` (404), ``NotHeldHere`` (422) for a question
    or an attribute of another registry.
    """
    registry = world.subsystems.get(subsystem)
    if registry is None:
        raise _no_such_subsystem()
    if unknown := unknown_names(registry, body.questions, body.attributes):
        raise _not_held(unknown)
    person = world.people.find(body.identifier.kind, body.identifier.value)
    if person is None or subsystem not in person.registries:
        raise PersonNotFound(
            Text(az="Altsistemdə qeyd yoxdur.", en="The registry holds no record of the person.")
        )
    found = answer(
        person.registries[subsystem], body.questions, body.attributes, await world.clock.now()
    )
    return RegistryAnswer(
        identifier=body.identifier,
        answers=found.answers,
        attributes=found.attributes,
        as_of=found.as_of,
    )


def _no_such_subsystem() -> SubsystemNotFound:
    return SubsystemNotFound(
        Text(az="On altı altsistemdən birini seçin.", en="Choose one of the sixteen.")
    )


def _not_held(pointers: list[str]) -> NotHeldHere:
    detail = Text(
        az="Altsistemin sual və məlumatları: GET /subsystems.",
        en="What each subsystem holds: GET /subsystems.",
    )
    errors = [InputError(pointer, NotHeldHere.code, detail) for pointer in pointers]
    return NotHeldHere(detail, errors=errors)
