"""Purpose: a case may ask only what its version of the passport lets it ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from meis_gateway.domain.questions import ATTRIBUTES, Question
from shared.errors import DomainError, Kind
from shared.texts import Text


class NotInPassport(DomainError):
    """The passport's version names no such subsystem or attribute for this question (403)."""

    kind: ClassVar[Kind] = Kind.FORBIDDEN
    code: ClassVar[str] = "not-in-passport"
    title: ClassVar[Text] = Text(
        az="Pasport bunu soruşmağa icazə vermir", en="The passport does not let this be asked"
    )

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Yalnız işin pasport versiyasında bu sual üçün göstərilən altsistem və "
                "məlumatları soruşun.",
                en="Ask only the subsystems and attributes that the case's passport version "
                "names for this question.",
            )
        )


class OtherPerson(DomainError):
    """The grant was signed for another person (403)."""

    kind: ClassVar[Kind] = Kind.FORBIDDEN
    code: ClassVar[str] = "grant-for-another-person"
    title: ClassVar[Text] = Text(
        az="İcazə başqa şəxs üçündür", en="The grant is for another person"
    )

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="İcazəni soruşulan şəxs üçün imzalayın.",
                en="Sign the grant for the person the question is about.",
            )
        )


@dataclass(frozen=True, slots=True)
class Allowed:
    """Subsystems and ``subsystem.attribute`` that one question may ask."""

    subsystems: frozenset[str]
    attributes: frozenset[str]


@dataclass(frozen=True, slots=True)
class PassportPurpose:
    """What one version of a passport lets a case ask, by question.

    A yes-or-no question may go to subsystems that both field 25 and a registry-check step name;
    ``attributes`` come from the sources of the required documents (field 21).
    """

    questions: Mapping[str, Allowed]

    def allows(self, question: Question) -> bool:
        """Tell whether every part of the question is named by the passport."""
        allowed = self.questions.get(question.question)
        return (
            allowed is not None
            and allowed.subsystems.issuperset(question.subsystems)
            and allowed.attributes.issuperset(question.attributes)
        )


@dataclass(frozen=True, slots=True)
class RegistryCheck:
    """The parameters of a registry-check step."""

    question: str
    subsystems: tuple[str, ...]
    attributes: tuple[str, ...]


def purpose_of(
    *,
    named: frozenset[str],
    checks: tuple[RegistryCheck, ...],
    sources: frozenset[str],
) -> PassportPurpose:
    """Derive what may be asked from a passport.

    ``named``: the codes of field 25; ``checks``: its registry-check steps; ``sources``: the sources
    of field 21 as ``subsystem.attribute``. Steps with one question add up.
    """
    questions: dict[str, Allowed] = {}
    for check in checks:
        before = questions.get(check.question, Allowed(frozenset(), frozenset()))
        questions[check.question] = Allowed(
            before.subsystems | named.intersection(check.subsystems),
            before.attributes | frozenset(check.attributes),
        )
    holders = frozenset(source.partition(".")[0] for source in sources)
    questions[ATTRIBUTES] = Allowed(holders, sources)
    return PassportPurpose(questions)


def require_purpose(question: Question, passport: PassportPurpose) -> None:
    """Raise NotInPassport unless the passport lets this be asked."""
    if not passport.allows(question):
        raise NotInPassport
