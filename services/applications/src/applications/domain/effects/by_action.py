"""What each action does to a case, once the table has let it happen: one small function each."""

from dataclasses import replace
from functools import singledispatch

from applications.domain import faults
from applications.domain.actions import (
    AdoptCalendar,
    ApproachDesk,
    CheckRegistries,
    Claim,
    Close,
    ConfirmCompleteness,
    ConfirmMandate,
    Correct,
    Extend,
    Forward,
    Grant,
    Notify,
    Override,
    Reassign,
    Refuse,
    RejectMandate,
    Release,
    RenewMandate,
    RequestDocuments,
    Resume,
    Return,
    RevokeMandate,
    StopWaiting,
    SubmitDocuments,
    Suspend,
    TellInPerson,
    Waive,
    Withdraw,
)
from applications.domain.actor import ActorRole
from applications.domain.calendar.working_calendar import local_date
from applications.domain.case import (
    Case,
    CaseStep,
    Forwarding,
    Requirement,
    RequirementStatus,
    StepStatus,
)
from applications.domain.claims import claimed, released
from applications.domain.effects.awaiting import checked_again, stopped_waiting, told_of_papers
from applications.domain.effects.correcting import corrected
from applications.domain.effects.deciding import granted, refused
from applications.domain.effects.doing import Doing, Done, reason_faults, with_message
from applications.domain.effects.interrupting import (
    extended,
    reassigned,
    resumed,
    returned,
    suspended,
    withdrawn,
)
from applications.domain.effects.mandating import (
    mandate_confirmed,
    mandate_rejected,
    renewed,
    revoked,
)
from applications.domain.effects.telling import told_in_person
from applications.domain.faults import Fault, refuse
from applications.domain.history import AskRegistries
from applications.domain.naming import document_words, listing, step_words
from applications.domain.papers.documents import document_faults
from applications.domain.papers.requirements import missing, papers_wanted, with_papers
from applications.domain.questions import asked, questions_to_ask
from applications.domain.terms.replanning import on_version
from applications.domain.transitions.guards import steps_in_doubt
from applications.domain.transitions.message_guards import message_due
from shared.texts import Text


@singledispatch
def carried_out(request: object, doing: Doing) -> Done:
    """Do what ``request`` asks; the state is the table's, not this function's.

    Raises the faults of the body (422). The functions below are registered by the request's type.
    """
    raise TypeError(f"no effect for {type(request).__name__} on {doing.case.id}")


@carried_out.register
def _approach_desk(request: ApproachDesk, doing: Doing) -> Done:
    case = claimed(doing.case, doing.actor, doing.at.system)
    return Done(case, {"desk": request.desk})


@carried_out.register
def _claim(_request: Claim, doing: Doing) -> Done:
    return Done(claimed(doing.case, doing.actor, doing.at.system))


@carried_out.register
def _release(_request: Release, doing: Doing) -> Done:
    return Done(released(doing.case))


@carried_out.register
def _request_documents(request: RequestDocuments, doing: Doing) -> Done:
    codes = papers_wanted(doing.case) if request.requirements is None else request.requirements
    refuse(_request_faults(doing.case, codes))
    return told_of_papers(codes, doing)


@carried_out.register
def _submit_documents(request: SubmitDocuments, doing: Doing) -> Done:
    case, at = doing.case, doing.at.business
    refuse(
        document_faults(
            case,
            request.documents,
            seen_by_agent=doing.actor.role is ActorRole.AGENT,
            today=local_date(at),
        )
    )
    named = [
        {"requirement": each.requirement, "form": each.form}
        | ({} if each.document_id is None else {"document_id": each.document_id})
        for each in request.documents
    ]
    changed = with_papers(case, request.documents, at=at, by=doing.actor.name)
    return Done(checked_again(case, changed, doing), {"documents": named})


@carried_out.register
def _check_registries(_request: CheckRegistries, doing: Doing) -> Done:
    questions = questions_to_ask(doing.case)
    details = {"questions": [each.question for each in questions]}
    return Done(asked(doing.case), details, effects=(AskRegistries(questions),))


@carried_out.register
def _waive(request: Waive, doing: Doing) -> Done:
    lacking = missing(doing.case)
    known = request.requirement in lacking
    remedy = listing(_NOT_MISSING, lacking, document_words(doing.case.passport))
    unknown = Fault(faults.RequirementNotMissing, "/requirement", remedy, lacking)
    refuse([*([] if known else [unknown]), *reason_faults(request.reason)])

    def waive(item: Requirement) -> Requirement:
        if item.code != request.requirement:
            return item
        return replace(
            item,
            status=RequirementStatus.WAIVED,
            reason=request.reason,
            at=doing.at.business,
            by=doing.actor.name,
        )

    changed = doing.case.with_requirements(waive)
    return Done(changed, {"requirement": request.requirement}, request.reason)


@carried_out.register
def _override(request: Override, doing: Doing) -> Done:
    doubtful = steps_in_doubt(doing.case)
    known = request.step in doubtful
    remedy = listing(_NOT_IN_DOUBT, doubtful, step_words(doing.case.passport))
    unknown = Fault(faults.StepNotInDoubt, "/step", remedy, doubtful)
    refuse([*([] if known else [unknown]), *reason_faults(request.reason)])

    def override(step: CaseStep) -> CaseStep:
        if step.id != request.step:
            return step
        return replace(
            step,
            status=StepStatus.OVERRIDDEN,
            reason=request.reason,
            at=doing.at.business,
            by=doing.actor.name,
        )

    return Done(doing.case.with_steps(override), {"step": request.step}, request.reason)


@carried_out.register
def _confirm_completeness(_request: ConfirmCompleteness, doing: Doing) -> Done:
    return Done(doing.case)


@carried_out.register
def _forward(request: Forward, doing: Doing) -> Done:
    forwarding = Forwarding(doing.actor.name, doing.at.business, request.view)
    forwarders = dict.fromkeys((*doing.case.forwarders, doing.actor.name))
    case = replace(released(doing.case), forwarding=forwarding, forwarders=tuple(forwarders))
    details = {"view": request.view.value, "office": case.office}
    return Done(case, details, request.note)


@carried_out.register
def _notify(request: Notify, doing: Doing) -> Done:
    return with_message(doing.case, request.template or message_due(doing.case), doing)


@carried_out.register
def _close(_request: Close, doing: Doing) -> Done:
    return Done(doing.case)


@carried_out.register
def _adopt_calendar(request: AdoptCalendar, doing: Doing) -> Done:
    case = doing.case
    details = {"calendar_version": request.calendar.version, "instead_of": case.calendar_version}
    # As the offer was counted: a registration still to come moves with the calendar.
    adopted = on_version(case, request.calendar, request.hours, doing.at.business)
    return Done(adopted, details, request.reason)


# What has a module of its own.
carried_out.register(StopWaiting, stopped_waiting)
carried_out.register(ConfirmMandate, mandate_confirmed)
carried_out.register(RejectMandate, mandate_rejected)
carried_out.register(Grant, granted)
carried_out.register(Refuse, refused)
carried_out.register(TellInPerson, told_in_person)
carried_out.register(Return, returned)
carried_out.register(Withdraw, withdrawn)
carried_out.register(Suspend, suspended)
carried_out.register(Resume, resumed)
carried_out.register(Extend, extended)
carried_out.register(Reassign, reassigned)
carried_out.register(Correct, corrected)
carried_out.register(RenewMandate, renewed)
carried_out.register(RevokeMandate, revoked)


def _request_faults(case: Case, codes: tuple[str, ...]) -> list[Fault]:
    wanted, lacking = papers_wanted(case), missing(case)
    words = document_words(case.passport)
    if not codes or not set(lacking) <= set(codes):
        must = lacking or wanted
        remedy = listing(_NAME_EACH, must, words)
        return [Fault(faults.RequestIncomplete, "/requirements", remedy, must)]
    remedy = listing(_NOT_MISSING, wanted, words)
    return [
        Fault(faults.RequirementNotMissing, f"/requirements/{position}", remedy, wanted)
        for position, code in enumerate(codes)
        if code not in wanted
    ]


_NAME_EACH = Text(
    az="Çatışmayan hər sənədi göstərin: {listed}.", en="Name each missing document: {listed}."
)
_NOT_MISSING = Text(az="Çatışmayan sənədlər: {listed}.", en="What is missing: {listed}.")
_NOT_IN_DOUBT = Text(
    az="Cavabı naməlum və ya ziddiyyətli olan addımlar: {listed}.",
    en="Steps with an unknown or contradictory answer: {listed}.",
)
