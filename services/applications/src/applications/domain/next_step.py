"""What comes next in a case, in a sentence that can be read to whoever asks on the phone."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from applications.domain.case import Case, CaseStep
from applications.domain.handing_in import how_to_hand_in
from applications.domain.naming import document_words, listing
from applications.domain.papers.requirements import papers_wanted
from applications.domain.passport import StepKind
from shared.texts import Text


@dataclass(frozen=True, slots=True)
class NextStep:
    """The first step that is not settled, and what it means for the person."""

    step: CaseStep
    sentence: Text


def next_step(case: Case) -> NextStep | None:
    """Return what comes next, None when every step is settled."""
    step = next((each for each in case.steps if not each.settled), None)
    return None if step is None else NextStep(step, _sentence(case, step))


def _sentence(case: Case, step: CaseStep) -> Text:
    wanted = papers_wanted(case)
    if wanted and step.kind in _WAITS_FOR_PAPERS:
        awaited = listing(_AWAITED, wanted, document_words(case.passport))
        how = how_to_hand_in(case.passport)
        return Text(az=f"{awaited.az} {how.az}", en=f"{awaited.en} {how.en}")
    return SENTENCES[step.kind]


_WAITS_FOR_PAPERS = (
    StepKind.SUBMIT_DOCUMENTS,
    StepKind.CHECK_COMPLETENESS,
    StepKind.REGISTRY_CHECK,
    StepKind.ATTACH_DATA,
)
_AWAITED = Text(az="Bu sənədlər gözlənilir: {listed}.", en="These papers are awaited: {listed}.")
_AT_THE_CENTRE = Text(
    az="Mərkəzdə növbəniz çağırılanda masaya yaxınlaşın.",
    en="At the centre, come to the desk when your ticket is called.",
)
_REGISTRIES = Text(
    az="Dövlət reyestrlərindən cavab gözlənilir; sizdən heç nə tələb olunmur.",
    en="The state's registries are being asked; nothing is wanted of you.",
)
SENTENCES: Mapping[StepKind, Text] = MappingProxyType(
    {
        StepKind.TAKE_TICKET: _AT_THE_CENTRE,
        StepKind.GO_TO_DESK: _AT_THE_CENTRE,
        StepKind.SUBMIT_DOCUMENTS: _REGISTRIES,
        StepKind.REGISTRY_CHECK: _REGISTRIES,
        StepKind.ATTACH_DATA: _REGISTRIES,
        StepKind.CHECK_COMPLETENESS: Text(
            az="Sosial agent sənədlərin tam olduğunu yoxlayır.",
            en="A social agent checks that the papers are complete.",
        ),
        StepKind.FORWARD: Text(
            az="Sosial agent müraciəti qərar verən orqana göndərir.",
            en="A social agent hands the application to the deciding office.",
        ),
        StepKind.DECIDE: Text(
            az="Müraciətə qərar verən orqanda baxılır.",
            en="The deciding office is looking at the application.",
        ),
        StepKind.NOTIFY: Text(
            az="Qərar E-sosial kabinetinizə göndərilir.",
            en="The decision is being sent to your E-sosial cabinet.",
        ),
        StepKind.INTERVIEW: Text(
            az="Mərkəzin mütəxəssisi sizinlə söhbət edəcək.",
            en="A specialist of the centre will talk with you.",
        ),
        StepKind.REPORT: Text(
            az="Mərkəz aidiyyəti orqana məlumat verir.",
            en="The centre informs the body concerned.",
        ),
    }
)
"""What a step means while no paper is awaited for it."""
