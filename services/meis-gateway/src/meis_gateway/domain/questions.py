"""A question as it was granted, and what of it each subsystem is asked."""

from dataclasses import dataclass, field
from typing import ClassVar

from shared.errors import DomainError, Kind
from shared.texts import Text

ATTRIBUTES = "attributes"
"""The question that wants no yes or no, only attributes; every other one is a name of its own."""

KEPT_BACK_SECONDS = 0.25
"""Of the budget of a question, for writing the outcome down and answering in time."""


class QuestionIncoherent(DomainError):
    """The parts of a granted question do not fit together (422)."""

    code: ClassVar[str] = "question-incoherent"
    title: ClassVar[Text] = Text(
        az="Sualın hissələri uyğun gəlmir", en="The parts of the question do not fit together"
    )

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Hər altsistemi bir dəfə adlandırın, hər məlumatı öz altsistemi ilə göstərin "
                "(altsistem.məlumat); məlumat sualında hər altsistemdən ən azı birini istəyin.",
                en="Name each subsystem once and each attribute with its subsystem "
                "(subsystem.attribute); an attributes question wants at least one of each.",
            )
        )


class AnsweredTooLate(DomainError):
    """A look was closed as interrupted before its answer could be kept (503)."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code: ClassVar[str] = "answered-too-late"
    title: ClassVar[Text] = Text(az="Cavab çox gec gəldi", en="The answer came too late")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Cavab verilmədi. Sualı yenidən verin.",
                en="The answer was not given out. Ask the question again.",
            )
        )


@dataclass(frozen=True, slots=True)
class Identifier:
    """A person's number in the state's books: ``fin``, ``passport`` or ``temporary``."""

    kind: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Question:
    """What a case asks; ``attributes`` are ``subsystem.attribute``, as the grant has them."""

    case_id: str
    service_id: str
    passport_version: int
    subject_digest: str
    question: str
    subsystems: tuple[str, ...]
    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What one subsystem is asked about a person: yes-or-no questions and bare attribute names."""

    person: Identifier
    questions: tuple[str, ...]
    attributes: tuple[str, ...]


def queries(question: Question, person: Identifier) -> dict[str, Query]:
    """Return what each subsystem is asked, each of them once.

    Raises QuestionIncoherent: no subsystem, one named twice, an attribute of none of them, or a
    subsystem that is asked nothing.
    """
    wanted: dict[str, list[str]] = {code: [] for code in question.subsystems}
    if not wanted or len(wanted) != len(question.subsystems):
        raise QuestionIncoherent
    for attribute in question.attributes:
        subsystem, dot, name = attribute.partition(".")
        if not dot or not name or subsystem not in wanted or name in wanted[subsystem]:
            raise QuestionIncoherent
        wanted[subsystem].append(name)
    yes_or_no = () if question.question == ATTRIBUTES else (question.question,)
    if not yes_or_no and not all(wanted.values()):
        raise QuestionIncoherent
    return {code: Query(person, yes_or_no, tuple(names)) for code, names in wanted.items()}
