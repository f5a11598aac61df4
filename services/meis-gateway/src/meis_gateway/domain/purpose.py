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
    """What one version of a passport lets a case ask.

    A yes-or-no question goes to all the subsystems of one registry-check step (``checks``, by
    question), because fewer of them could not contradict each other; ``supplied`` are the sources
    of the required documents (field 21), of which any may be asked. Field 25 names them all.
    """

    checks: Mapping[str, tuple[Allowed, ...]]
    supplied: Allowed

    def allows(self, question: Question) -> bool:
        """Tell whether every part of the question is named by the passport."""
        subsystems, attributes = frozenset(question.subsystems), frozenset(question.attributes)
        if question.question == ATTRIBUTES:
            return subsystems <= self.supplied.subsystems and attributes <= self.supplied.attributes
        return any(
            subsystems == check.subsystems and attributes <= check.attributes
            for check in self.checks.get(question.question, ())
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
    of field 21 as ``subsystem.attribute``.
    """
    by_question: dict[str, tuple[Allowed, ...]] = {}
    for check in checks:
        allowed = Allowed(named.intersection(check.subsystems), frozenset(check.attributes))
        by_question[check.question] = (*by_question.get(check.question, ()), allowed)
    supplied = frozenset(source for source in sources if source.partition(".")[0] in named)
    holders = frozenset(source.partition(".")[0] for source in supplied)
    return PassportPurpose(by_question, Allowed(holders, supplied))


def require_purpose(question: Question, passport: PassportPurpose) -> None:
    """Raise NotInPassport unless the passport lets this be asked."""
    if not passport.allows(question):
        raise NotInPassport
