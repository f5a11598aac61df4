"""What the commands say about refusals and about what is missing."""

from collections.abc import Iterator

from catalog.cli.options import Language
from catalog.domain.publishing.lacks import Lack, PassportIncomplete
from catalog.domain.publishing.publication import Assessment
from shared.errors import DomainError


def refusal(refused: DomainError, language: Language) -> Iterator[str]:
    """Yield what happened, what to do, and each place at fault."""
    yield f"{refused.title.in_language(language)} [{refused.code}]"
    yield refused.detail.in_language(language)
    if isinstance(refused, PassportIncomplete):
        yield from (lacking(lack, language) for lack in refused.lacks)
        return
    for error in refused.errors:
        yield f"  {error.pointer}: {error.detail.in_language(language)} [{error.code}]"


def lacking(lack: Lack, language: Language) -> str:
    """Return number, name and state of a field, and what to do about it."""
    number = "" if lack.number is None else f"{lack.number} "
    state = "" if lack.state is None else f" ({lack.state})"
    return f"  {number}{lack.name}{state}: {lack.detail.in_language(language)} [{lack.code}]"


def remaining(assessment: Assessment, language: Language) -> Iterator[str]:
    """Yield what stands between a draft and its publication."""
    if assessment.content is not None:
        yield "nothing is missing"
        return
    yield "missing:"
    yield from (lacking(lack, language) for lack in assessment.lacks)
    for place in assessment.contradictions:
        yield f"  {place.pointer}: {place.detail.in_language(language)} [{place.code}]"
