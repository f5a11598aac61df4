"""From a case and its reader to the document they get."""

from applications.api.case_models import (
    AllowedActionPublic,
    BlockPublic,
    CasePublic,
    DeadlinePublic,
    DuplicatePublic,
    EvidencePublic,
    ForwardingPublic,
    IdentifierPublic,
    MandatePublic,
    MessagePublic,
    OrganisationPublic,
    PersonPublic,
    RequirementPublic,
    ServicePublic,
    StepPublic,
)
from applications.api.decision_document import decision_document
from applications.api.decision_models import ExtensionPublic, PausePublic
from applications.api.outside import (
    details_outside,
    requirement_without_registries,
    shown_actor,
    step_without_registries,
)
from applications.domain.case import Case, CaseStep, Message, Requirement
from applications.domain.intake.submission import Person
from applications.domain.papers.requirements import papers_for, papers_wanted
from applications.domain.passport import PROACTIVE
from applications.domain.pauses import Suspension
from applications.domain.transitions.open_table import AllowedAction
from applications.storage.evidence import Evidence
from applications.use_cases.read_case import CaseView, Disclosure

APPLICATION = "application"
_SHOWN_OF_MASKED = 2


def case_document(view: CaseView, language: str) -> CasePublic:
    """Build the document of a case, its texts in ``language``."""
    case, to_staff = view.case, view.is_staff
    return CasePublic(
        case_id=case.id,
        case_number=case.number,
        version=case.version,
        state=case.state.value,
        service=_service(case),
        channel=case.channel,
        origin=APPLICATION if case.channel else PROACTIVE,
        relation=case.relation,
        audience=case.audience,
        centre=case.centre,
        office=case.office,
        filed_at=case.filed_at,
        registered_on=case.registered_on,
        clock_stopped=case.clock_stopped,
        calendar_version=case.calendar_version,
        calendar_offered=_calendar_offered(case),
        suspended=case.suspended,
        pauses=[_pause(each) for each in case.suspensions],
        extension=_extension(view),
        applicant=_person(view.applicant, view.disclosure),
        organisation=_organisation(view),
        person_concerned=_person(view.concerned, view.disclosure),
        mandate=_mandate(view),
        submitted_via=case.submitted_via,
        duplicates=_duplicates(view),
        assignee=case.assignee if to_staff else None,
        claim_expires_at=case.claim_expires_at if to_staff else None,
        steps=[_step(view, step) for step in case.steps],
        requirements=[_requirement(view, item) for item in case.requirements],
        deadlines=_deadlines(view, language),
        evidence=[_evidence(view, piece) for piece in view.evidence],
        messages=[_message(message) for message in case.messages],
        forwarding=_forwarding(view),
        decision=decision_document(view, language),
        allowed_actions=[_action(case.id, action, language) for action in view.actions],
    )


def _calendar_offered(case: Case) -> int | None:
    waits = case.calendar_offered > case.calendar_version
    return case.calendar_offered if waits else None


def _service(case: Case) -> ServicePublic:
    return ServicePublic(
        service_id=case.passport.service_id,
        passport_version=case.passport.version,
        name=case.passport.name,
    )


def _mandate(view: CaseView) -> MandatePublic | None:
    mandate, state = view.case.mandate, view.mandate_state
    if mandate is None or state is None:
        return None
    check = mandate.check
    return MandatePublic(
        kind=mandate.kind.value,
        issued_on=mandate.issued_on,
        valid_until=mandate.valid_until,
        services=list(mandate.services),
        state=state.value,
        document_id=mandate.copy_id if view.shows_words else None,
        verdict=check.verdict.value if check else None,
        by_copy=check.copy if check else None,
        checked_by=shown_actor(check.by, to_staff=view.is_staff) if check else None,
        checked_at=check.at if check else None,
    )


def _organisation(view: CaseView) -> OrganisationPublic | None:
    organisation = view.organisation
    if organisation is None:
        return None
    full = view.disclosure is Disclosure.FULL
    return OrganisationPublic(
        voen=organisation.voen if full else None,
        name=organisation.name,
        contact=organisation.contact if full else None,
    )


def _duplicates(view: CaseView) -> list[DuplicatePublic]:
    return [
        DuplicatePublic(
            case_id=each.case_id, case_number=each.number, state=each.state, centre=each.centre
        )
        for each in view.duplicates
    ]


def _pause(pause: Suspension) -> PausePublic:
    return PausePublic(since=pause.since, until=pause.until, cause=pause.cause.value)


def _extension(view: CaseView) -> ExtensionPublic | None:
    extension = view.case.extension
    if extension is None:
        return None
    return ExtensionPublic(
        days=extension.days,
        at=extension.at,
        by=shown_actor(extension.by, to_staff=view.is_staff),
        legal_basis=extension.legal_basis if view.shows_words_of_staff else None,
    )


def _message(message: Message) -> MessagePublic:
    return MessagePublic(
        template=message.template.value,
        requested_at=message.requested_at,
        delivered_at=message.delivered_at,
        failed_at=message.failed_at,
    )


def _person(person: Person | None, disclosure: Disclosure) -> PersonPublic | None:
    if person is None:
        return None
    masked = disclosure is not Disclosure.FULL
    value = person.identifier.value
    return PersonPublic(
        identifier=IdentifierPublic(
            kind=person.identifier.kind.value,
            value=_masked(value) if masked and value else value,
            masked=masked,
        ),
        given_name=person.given_name,
        family_name=person.family_name,
        birth_date=None if masked else person.birth_date,
    )


def _masked(value: str) -> str:
    return "*" * (len(value) - _SHOWN_OF_MASKED) + value[-_SHOWN_OF_MASKED:]


def _step(view: CaseView, step: CaseStep) -> StepPublic:
    printed = view.case.passport.step(step.id)
    shown = StepPublic(
        id=step.id,
        no=printed.no,
        text=printed.text,
        kind=step.kind.value,
        status=step.status.value,
        at=step.at,
        by=shown_actor(step.by, to_staff=view.is_staff),
        reason=step.reason if view.shows_words else None,
        answer=step.answer.value if step.answer else None,
        evidence_id=step.evidence_id,
        as_of=step.as_of,
        failed=list(step.failed),
        papers=list(papers_for(view.case, step)),
    )
    return shown if view.shows_registries else step_without_registries(shown)


def _requirement(view: CaseView, item: Requirement) -> RequirementPublic:
    document = view.case.passport.document(item.code)
    shown = RequirementPublic(
        code=item.code,
        name=document.name if document else item.code,
        status=item.status.value,
        wanted=item.code in papers_wanted(view.case),
        owed=item.code in view.case.requested,
        at=item.at,
        by=shown_actor(item.by, to_staff=view.is_staff),
        reason=item.reason if view.shows_words else None,
        form=item.form,
        number=item.number if view.shows_words_of_staff else None,
        issued_on=item.issued_on if view.shows_words_of_staff else None,
        document_id=item.document_id if view.shows_words else None,
        subsystem=item.subsystem,
        attribute=item.attribute,
        evidence_id=item.evidence_id,
        as_of=item.as_of,
        substitute=item.substitute,
        source_failed=item.source_failed,
    )
    return shown if view.shows_registries else requirement_without_registries(shown)


def _deadlines(view: CaseView, language: str) -> list[DeadlinePublic]:
    return [
        DeadlinePublic(
            kind=kind.replace("_", "-"),
            on=deadline.on,
            at=deadline.at,
            estimate=deadline.estimate,
            flagged=deadline.flagged,
            derivation=[text.in_language(language) for text in deadline.derivation],
        )
        for kind, deadline in view.deadlines.items()
    ]


def _evidence(view: CaseView, piece: Evidence) -> EvidencePublic:
    return EvidencePublic(
        evidence_id=piece.gateway_evidence_id or piece.id,
        kind=piece.kind,
        at=piece.at,
        as_of=piece.as_of,
        details=dict(piece.data) if view.is_staff else details_outside(piece.data),
        values=dict(piece.secret) if piece.secret is not None else None,
    )


def _forwarding(view: CaseView) -> ForwardingPublic | None:
    forwarding = view.case.forwarding
    if forwarding is None or not view.is_staff:
        return None
    return ForwardingPublic(by=forwarding.by, at=forwarding.at, view=forwarding.view.value)


def _action(case_id: str, action: AllowedAction, language: str) -> AllowedActionPublic:
    return AllowedActionPublic(
        action=action.action.value,
        allowed=action.allowed,
        blocked_by=[
            BlockPublic(code=unmet.code, detail=unmet.detail.in_language(language))
            for unmet in action.blocked_by
        ],
        href=f"/v1/cases/{case_id}/actions/{action.action}",
    )
