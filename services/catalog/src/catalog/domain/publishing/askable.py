"""Questions to registries that can be put: by name, and with attributes of whom they ask."""

from collections.abc import Iterator, Sequence
from typing import TypeGuard

from catalog.domain.code_lists import CodeLists
from catalog.domain.publishing.contradiction import Contradiction
from catalog.domain.publishing.identifiers import duplicates, is_slug
from catalog.domain.publishing.passport import PassportContent, Step, StepKind
from shared.texts import Text

_FOR_DOCUMENTS = "attributes"


def question_faults(content: PassportContent, _lists: CodeLists) -> Iterator[Contradiction]:
    """Find questions nobody can put: they would be open in every case for ever."""
    for step in content.steps:
        if step.kind is not StepKind.REGISTRY_CHECK:
            continue
        question = step.params.get("question")
        if isinstance(question, str) and (not is_slug(question) or question == _FOR_DOCUMENTS):
            detail = Text(
                az="Sualın adı kiçik latın hərfləri, rəqəm və defislə yazılır; “attributes” "
                "sənədlərin mənbələri üçündür.",
                en="A question is named in lower-case Latin letters, digits and hyphens; "
                "“attributes” is for the sources of documents.",
            )
            yield Contradiction(f"/steps/{step.id}/params/question", "name-malformed", detail)
        if not all(
            _of_one_of(name, step.params.get("subsystems")) for name in _names(step, "attributes")
        ):
            detail = Text(
                az="Hər məlumatı addımın altsistemi ilə göstərin: altsistem.məlumat.",
                en="Name each attribute with a subsystem of the step: subsystem.attribute.",
            )
            yield Contradiction(
                f"/steps/{step.id}/params/attributes", "attribute-without-subsystem", detail
            )
        yield from _named_twice(step)


def _named_twice(step: Step) -> Iterator[Contradiction]:
    """Find what one question names twice: the gateway refuses such a question."""
    for name in ("subsystems", "attributes"):
        twice = duplicates(_names(step, name))
        if twice:
            detail = Text(
                az="Hər birini bir dəfə göstərin; təkrarlanır: {twice}.",
                en="Name each of them once; there twice: {twice}.",
            )
            yield Contradiction(
                f"/steps/{step.id}/params/{name}",
                "named-twice",
                detail.filled(twice=", ".join(twice)),
            )


def _names(step: Step, parameter: str) -> Sequence[str]:
    named = step.params.get(parameter)
    return [name for name in named if isinstance(name, str)] if _is_list(named) else ()


def _of_one_of(attribute: str, subsystems: object) -> bool:
    subsystem, _, name = attribute.partition(".")
    return bool(name) and _is_list(subsystems) and subsystem in subsystems


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, list | tuple)
