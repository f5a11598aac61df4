"""Where a complete passport contradicts itself: references between its fields and its blocks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import ClassVar

from catalog.domain.code_lists import CodeLists
from catalog.domain.publishing.askable import question_faults
from catalog.domain.publishing.contradiction import Contradiction
from catalog.domain.publishing.countable import margin_faults, term_faults
from catalog.domain.publishing.identifiers import duplicates, is_slug
from catalog.domain.publishing.passport import (
    Choice,
    Condition,
    PassportContent,
    RegistrySource,
    Step,
    StepKind,
)
from catalog.domain.publishing.step_kinds import DEMANDS, parameter_faults
from shared.errors import DomainError, InputError, Kind
from shared.ordinals import as_ordinal
from shared.texts import Text

RELATIONS = frozenset({"self", "relative", "legal-representative", "municipality", "ngo", "other"})
"""How an applicant may be related to the person concerned."""


class PassportContradictory(DomainError):
    """The passport is complete and cannot run (409); ``errors`` has one entry for each place."""

    kind: ClassVar[Kind] = Kind.CONFLICT
    code: ClassVar[str] = "passport-contradictory"
    title: ClassVar[Text] = Text(az="Pasport özünə ziddir", en="The passport contradicts itself")

    def __init__(self, found: Sequence[Contradiction]) -> None:
        super().__init__(
            Text(
                az="Göstərilən yerləri redaktor faylında uyğunlaşdırın.",
                en="Bring the places named into agreement in the editor's file.",
            ),
            errors=[InputError(place.pointer, place.code, place.detail) for place in found],
        )


def contradictions_of(content: PassportContent, lists: CodeLists) -> tuple[Contradiction, ...]:
    """Return every contradiction of ``content``; empty for a passport that can run."""
    return tuple(place for rule in _RULES for place in rule(content, lists))


def _names(content: PassportContent, _lists: CodeLists) -> Iterator[Contradiction]:
    detail = Text(
        az="Kiçik latın hərfləri, rəqəm və defis işlədin, hər adı bir dəfə.",
        en="Use lower-case Latin letters, digits and hyphens, and each name once.",
    )
    if not is_slug(content.service_id):
        yield Contradiction("/service_id", "name-malformed", detail)
    for block, names in (
        ("required_documents", [entry.code for entry in content.required_documents]),
        ("steps", [step.id for step in content.steps]),
    ):
        if duplicates(names) or not all(is_slug(name) for name in names):
            yield Contradiction(f"/{block}", "name-malformed", detail)


def _documents(content: PassportContent, _lists: CodeLists) -> Iterator[Contradiction]:
    codes = {entry.code for entry in content.required_documents}
    subsystems = _codes(content.meis_subsystems)
    for at, entry in enumerate(content.required_documents):
        asked = {source.subsystem for source in entry.sources if isinstance(source, RegistrySource)}
        if not asked <= subsystems:
            yield _outside(f"/required_documents/{at}/sources", 25)
        if not set(entry.substitutes_for) <= codes - {entry.code}:
            detail = Text(
                az="Əvəz edilən sənəd bu pasportda yoxdur.",
                en="The document it substitutes is not in this passport.",
            )
            yield Contradiction(
                f"/required_documents/{at}/substitutes_for", "no-such-document", detail
            )
        yield from _condition(f"/required_documents/{at}/when", entry.when, content)


def _steps(content: PassportContent, lists: CodeLists) -> Iterator[Contradiction]:
    subsystems = _codes(content.meis_subsystems)
    for step in content.steps:
        pointer = f"/steps/{step.id}"
        if step.actor not in DEMANDS[step.kind].actors:
            actors = ", ".join(sorted(DEMANDS[step.kind].actors))
            detail = Text(
                az="Bu növ addımı yalnız bunlar icra edir: {actors}.",
                en="A step of this kind is taken by: {actors}.",
            )
            yield Contradiction(f"{pointer}/actor", "wrong-actor", detail.filled(actors=actors))
        yield from _parameters(pointer, step, lists)
        asked = step.params.get("subsystems")
        if step.kind is StepKind.REGISTRY_CHECK and not _asks(asked, subsystems):
            yield _outside(f"{pointer}/params/subsystems", 25)
        if step.channels is not None and not set(step.channels) <= _codes(content.intake_channels):
            yield _outside(f"{pointer}/channels", 6)
        yield from _condition(f"{pointer}/when", step.when, content)


def _asks(asked: object, subsystems: set[str]) -> bool:
    """Tell whether a registry check asks somebody, and only whom field 25 names."""
    return isinstance(asked, list | tuple) and bool(asked) and set(asked) <= subsystems


def _parameters(pointer: str, step: Step, lists: CodeLists) -> Iterator[Contradiction]:
    for name, fault in parameter_faults(step.kind, step.params):
        detail = Text(
            az="Bu növ addımın parametrləri: {known}.",
            en="Parameters of this kind of step: {known}.",
        )
        demand = DEMANDS[step.kind]
        known = ", ".join((*demand.required, *demand.optional)) or "-"
        yield Contradiction(
            f"{pointer}/params/{name}", f"parameter-{fault}", detail.filled(known=known)
        )
    direction = step.params.get("direction")
    if isinstance(direction, str) and lists["directions"].get(direction) is None:
        detail = Text(
            az="Kod siyahıda yoxdur: /v1/code-lists/directions.",
            en="The code is not in its list: /v1/code-lists/directions.",
        )
        yield Contradiction(f"{pointer}/params/direction", "unknown-code", detail)


def _order(content: PassportContent, _lists: CodeLists) -> Iterator[Contradiction]:
    printed = [step.no for step in content.steps if step.no is not None]
    if printed != sorted(printed):
        detail = Text(
            az="Addımlar çap olunmuş ardıcıllıqla getməlidir.", en="Steps stand in printed order."
        )
        yield Contradiction("/steps", "steps-out-of-order", detail)
    for kind, before in (
        (StepKind.DECIDE, StepKind.FORWARD),
        (StepKind.ATTACH_DATA, StepKind.REGISTRY_CHECK),
    ):
        yield from _comes_after(content.steps, kind, before)
    yield from _after_the_decision(content.steps)


def _comes_after(
    steps: Sequence[Step], kind: StepKind, before: StepKind
) -> Iterator[Contradiction]:
    detail = Text(
        az="{kind} addımı {before} addımından sonra gəlir.", en="{kind} follows {before}."
    )
    seen = False
    for step in steps:
        seen = seen or step.kind is before
        if step.kind is kind and not seen:
            text = detail.filled(kind=kind.value, before=before.value)
            yield Contradiction(f"/steps/{step.id}", "step-too-early", text)


def _decisions(content: PassportContent, _lists: CodeLists) -> Iterator[Contradiction]:
    """Find decisions that some cases would not need: each case ends with one."""
    detail = Text(
        az="Qərar hər müraciət üçün verilir: şərt və kanal göstərilmir.",
        en="Every case is decided: give this step neither a condition nor channels.",
    )
    for step in content.steps:
        if step.kind is StepKind.DECIDE and (step.when is not None or step.channels is not None):
            yield Contradiction(f"/steps/{step.id}/when", "decision-with-condition", detail)


def _after_the_decision(steps: Sequence[Step]) -> Iterator[Contradiction]:
    """Find steps printed after the decision: a case ends with it, and nobody would do them."""
    detail = Text(
        az="Qərardan sonra yalnız məlumat addımları gələ bilər.",
        en="Only steps that tell of it may follow the decision.",
    )
    kinds = [step.kind for step in steps]
    decided = [
        at
        for at, kind in enumerate(kinds)
        if kind is StepKind.DECIDE and StepKind.FORWARD in kinds[:at]
    ]
    for step in steps[min(decided, default=len(steps)) :]:
        if step.kind not in {StepKind.DECIDE, StepKind.NOTIFY, StepKind.REPORT}:
            yield Contradiction(f"/steps/{step.id}", "step-too-late", detail)


def _handling(content: PassportContent, _lists: CodeLists) -> Iterator[Contradiction]:
    handling = content.handling
    if handling.decision_office.body not in _codes(content.back_offices):
        yield _outside("/handling/decision_office/body", 11)
    relations = set(handling.applicant_relations)
    if not relations or not relations <= RELATIONS:
        detail = Text(az="Münasibətlər bunlardır: {known}.", en="The relations are: {known}.")
        known = ", ".join(sorted(RELATIONS))
        yield Contradiction(
            "/handling/applicant_relations", "unknown-relation", detail.filled(known=known)
        )
    if handling.contact == "none" and any(s.kind is StepKind.NOTIFY for s in content.steps):
        detail = Text(
            az="Əlaqə saxlanılmayan xidmətdə xəbərdarlıq addımı ola bilməz.",
            en="A service without contact has no notice.",
        )
        yield Contradiction("/handling/contact", "notice-without-contact", detail)


def _condition(
    pointer: str, condition: Condition | None, content: PassportContent
) -> Iterator[Contradiction]:
    if condition is None:
        return
    if not set(condition.channels or ()) <= _codes(content.intake_channels):
        yield _outside(f"{pointer}/channels", 6)
    if not set(condition.audiences or ()) <= _codes(content.audiences):
        yield _outside(f"{pointer}/audiences", 10)
    if not set(condition.relations or ()) <= set(content.handling.applicant_relations):
        detail = Text(
            az="Yalnız `handling.applicant_relations` bölməsində olan münasibətlər uyğundur.",
            en="Only relations of `handling.applicant_relations` fit here.",
        )
        yield Contradiction(f"{pointer}/relations", "outside-of-handling", detail)


def _outside(pointer: str, number: int) -> Contradiction:
    detail = Text(
        az="Yalnız {number} sahədə seçilmiş kodlar uyğundur.",
        en="Only codes chosen in field {number} fit here.",
    )
    return Contradiction(
        pointer, f"outside-of-field-{number}", detail.filled(number=as_ordinal(number))
    )


def _codes(choices: Iterable[Choice]) -> set[str]:
    return {choice.code for choice in choices if choice.code is not None}


_RULES: Sequence[Callable[[PassportContent, CodeLists], Iterator[Contradiction]]] = (
    _names,
    _documents,
    _steps,
    question_faults,
    _order,
    _decisions,
    _handling,
    term_faults,
    margin_faults,
)
