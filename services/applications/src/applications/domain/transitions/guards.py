"""What must hold before an action: small named functions, each with its sentence."""

from collections.abc import Iterable, Mapping

from applications.domain.actions import ApproachDesk
from applications.domain.calendar.working_calendar import local_date
from applications.domain.case import Answer, Case, CaseState
from applications.domain.claims import has_live_claim
from applications.domain.naming import document_words, listing, step_words
from applications.domain.papers.requirements import missing, papers_wanted, pending
from applications.domain.passport import StepKind
from applications.domain.questions import being_asked, questions_to_ask
from applications.domain.steps import unsettled_before_hand_over, unsettled_checks
from applications.domain.transitions.situations import Situation, guard
from shared.texts import Text


def _none_of(sentence: Text, codes: Iterable[str], words: Mapping[str, str]) -> bool | Text:
    """Hold where there is no code, else name each."""
    named = tuple(codes)
    return listing(sentence, named, words) if named else True


# At the desk


@guard(
    "ticket-called",
    az="Növbə bu masaya çağırılmalıdır.",
    en="The ticket must have been called to this desk.",
)
def ticket_called(situation: Situation) -> bool | Text:
    ticket, request = situation.case.ticket, situation.request
    if ticket is None:
        return _NO_TICKET
    desk = request.desk if isinstance(request, ApproachDesk) else situation.actor.desk
    if ticket.desk is not None and desk in (None, ticket.desk):
        return True
    if _over(situation):
        return _OVER
    return _NOT_CALLED if ticket.desk is None else False


@guard(
    "at-own-desk",
    az="Sosial agent yalnız daxil olduğu masada qəbul edir.",
    en="An agent receives people at the desk they are signed in at.",
)
def at_own_desk(situation: Situation) -> bool:
    request, own = situation.request, situation.actor.desk
    return not isinstance(request, ApproachDesk) or own in (None, request.desk)


@guard(
    "without-ticket",
    az="Növbə ilə verilmiş müraciət, növbə bitənədək, çağırıldığı masada qəbul edilir.",
    en="Until its ticket is over, a case with a ticket is received at the desk (“approach-desk”).",
)
def without_ticket(situation: Situation) -> bool:
    return situation.case.ticket is None or _over(situation)


def _over(situation: Situation) -> bool:
    ticket, today = situation.case.ticket, local_date(situation.at.business)
    return ticket is not None and ticket.is_over(today)


_NO_TICKET = Text(
    az="Müraciət növbəsiz verilib: belə müraciəti əməkdaş öz üzərinə götürür.",
    en="The case came without a ticket: such a case is taken with “claim”.",
)
_NOT_CALLED = Text(az="Növbə hələ çağırılmayıb.", en="The ticket has not been called yet.")
_OVER = Text(
    az="Növbə bitib: belə müraciəti əməkdaş öz üzərinə götürür.",
    en="The ticket is over: such a case is taken with “claim”.",
)


# Claims


@guard(
    "no-other-claim",
    az="Müraciəti başqa əməkdaş öz üzərinə götürməmiş olmalıdır; götürmənin müddəti bitə bilər.",
    en="Nobody else of the staff may have a live claim on the case.",
)
def no_other_claim(situation: Situation) -> bool:
    case, actor = situation.case, situation.actor
    # Claims are between the staff: the applicant's papers are welcome whoever works on the case.
    free = actor.is_applicant or not has_live_claim(case, situation.at.system)
    return free or case.assignee == actor.name


@guard(
    "own-claim",
    az="Müraciəti əvvəlcə öz üzərinizə götürün; götürmənin müddəti bitə bilər.",
    en="You must hold the claim on the case (“claim” it first; claims expire).",
)
def own_claim(situation: Situation) -> bool:
    case = situation.case
    return case.assignee == situation.actor.name and has_live_claim(case, situation.at.system)


# Papers


@guard(
    "received",
    az="Sosial agent sənədləri yalnız müraciəti masada qəbul etdikdən və ya öz üzərinə "
    "götürdükdən sonra alır.",
    en="An agent takes papers once the case is received: “approach-desk” or “claim” it first.",
)
def received(situation: Situation) -> bool:
    # Who applied was told what is missing, and has nobody to wait for.
    return situation.actor.is_applicant or situation.case.state is not CaseState.SUBMITTED


@guard(
    "something-missing",
    az="Çatışmayan sənəd olmalıdır.",
    en="Something must really be missing.",
)
def something_missing(situation: Situation) -> bool:
    return bool(papers_wanted(situation.case))


@guard(
    "requirement-missing",
    az="Çatışmayan tələb olunan sənəd olmalıdır.",
    en="A required document must be missing.",
)
def requirement_missing(situation: Situation) -> bool:
    return bool(missing(situation.case))


@guard(
    "papers-awaited",
    az="Şəxsdən istənilmiş sənəd hələ gözlənilməlidir.",
    en="A paper the person was asked for must still be awaited.",
)
def papers_awaited(situation: Situation) -> bool:
    return bool(situation.case.requested)


@guard(
    "nothing-awaited",
    az="Şəxsdən istənilmiş sənəd gözlənilməməlidir: gətirilənləri qeyd edin, tələbdən çıxarın və ya "
    "gözləməyi dayandırın.",
    en="No paper the person was asked for may be awaited still: record what came, “waive” it or "
    "“stop-waiting”.",
)
def nothing_awaited(situation: Situation) -> bool | Text:
    case = situation.case
    return _none_of(_AWAITED, case.requested, document_words(case.passport))


@guard(
    "requirements-met",
    az="Hər bir tələb olunan sənəd təqdim edilmiş, əvəz edilmiş, tələbdən çıxarılmış və ya "
    "gətirilməmiş kimi qeyd edilmiş olmalıdır.",
    en="Every requirement must be met, substituted, waived or noted as not brought.",
)
def requirements_met(situation: Situation) -> bool | Text:
    case = situation.case
    wanted = (*missing(case), *pending(case))
    return _none_of(_REQUIREMENTS_OPEN, wanted, document_words(case.passport))


@guard(
    "completeness-open",
    az="Sənədlərin tamlığı hələ təsdiqlənməmiş olmalıdır.",
    en="Completeness must still be open.",
)
def completeness_open(situation: Situation) -> bool:
    steps = situation.case.steps_of(StepKind.CHECK_COMPLETENESS)
    return any(not step.settled for step in steps)


# Registries


@guard(
    "registries-named",
    az="Xidmət pasportu sorğu göndəriləcək altsistem göstərməlidir.",
    en="The passport must name a registry to ask.",
)
def registries_named(situation: Situation) -> bool:
    passport = situation.case.passport
    checks = any(
        step.kind is StepKind.REGISTRY_CHECK and step.named("subsystems") for step in passport.steps
    )
    return checks or any(document.registry_sources for document in passport.documents)


@guard(
    "no-final-answer",
    az="Altsistemlərin yekun cavabı hələ alınmamış olmalıdır.",
    en="A registry's final answer must still be wanting.",
)
def no_final_answer(situation: Situation) -> bool:
    return bool(questions_to_ask(situation.case))


@guard(
    "not-being-asked",
    az="Sorğu artıq göndərilib: cavabı gözləyin.",
    en="The registries are being asked already: wait for the answer.",
)
def not_being_asked(situation: Situation) -> bool:
    return not being_asked(situation.case)


@guard(
    "answer-in-doubt",
    az="Altsistemin cavabı “naməlum” və ya “ziddiyyətli” olmalıdır.",
    en="A registry's answer must be “unknown” or “conflict”.",
)
def answer_in_doubt(situation: Situation) -> bool:
    return bool(steps_in_doubt(situation.case))


def steps_in_doubt(case: Case) -> tuple[str, ...]:
    """Return the registry checks whose answer is unknown or contradictory, and unsettled."""
    return tuple(
        step.id
        for step in unsettled_checks(case)
        if step.answer in (Answer.UNKNOWN, Answer.CONFLICT)
    )


# Handing over and deciding


@guard(
    "earlier-steps-done",
    az="Əvvəlki addımlar tamamlanmalıdır.",
    en="The steps before it must be done.",
)
def earlier_steps_done(situation: Situation) -> bool | Text:
    waiting = unsettled_before_hand_over(situation.case)
    words = step_words(situation.case.passport)
    return _none_of(_STEPS_OPEN, (step.id for step in waiting), words)


@guard(
    "four-eyes",
    az="Müraciəti göndərən şəxs onun üzrə qərar verə bilməz.",
    en="Whoever forwarded the case may not decide it.",
)
def four_eyes(situation: Situation) -> bool:
    # One person may have two roles; the subject is who they are.
    forwarders = {name.partition(":")[2] for name in situation.case.forwarders}
    return situation.actor.subject not in forwarders


_REQUIREMENTS_OPEN = Text(
    az="Hələ gözlənilən sənədlər: {listed}.", en="Documents still wanting: {listed}."
)
_AWAITED = Text(
    az="Şəxsdən hələ gözlənilən sənədlər: {listed}. Gətirilənləri qeyd edin, tələbdən çıxarın və ya "
    "gözləməyi dayandırın.",
    en="Still awaited of the person: {listed}. Record what came, “waive” it or “stop-waiting”.",
)
_STEPS_OPEN = Text(az="Hələ tamamlanmamış addımlar: {listed}.", en="Steps still open: {listed}.")
