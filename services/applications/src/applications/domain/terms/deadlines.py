"""The terms of a case: each date with the sentences that lead to it. Pure, so always recomputed."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from applications.domain.calendar.timetable import Timetable
from applications.domain.calendar.working_calendar import (
    OfficeHours,
    WorkCalendar,
    at_local,
    local_date,
)
from applications.domain.case import Case, Forwarding, Message, StepStatus, Template
from applications.domain.passport import Duration, Runs, StepKind
from applications.domain.pauses import Extension, OfficeOf, PauseCause
from applications.domain.terms import sentences as say
from applications.domain.terms.counted import (
    Counted,
    Start,
    midnight_after,
    printed,
    printed_moment,
)
from applications.domain.terms.counting import end_of_term
from applications.domain.terms.telling import guardian_alone_until, mandate_rejected, told_of
from shared.texts import Text

NOTICE_HOUR = time(18)
TIMER_HOUR = time(9)
LAST_DAY = date.max - timedelta(days=1)
"""The last day that a morning follows."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date of the case.

    ``on`` is the last day (Baku), ``at`` the exact instant in UTC where there is one. ``estimate``:
    nobody has signed the calendar of a year it runs through. ``flagged``: a promise could not or
    cannot be kept in time.
    """

    on: date
    derivation: tuple[Text, ...]
    at: datetime | None = None
    estimate: bool = False
    flagged: bool = False

    @property
    def end(self) -> datetime:
        """Return the instant at which it is over; a whole day ends with its midnight."""
        return self.at or midnight_after(self.on)


@dataclass(frozen=True, slots=True)
class Terms:
    """Every date of a case.

    ``back_office`` and ``officer_due`` exist once the case is forwarded, ``notice`` when the
    person is to be told. ``timer_at`` (UTC) is when the timer sends *in-progress*; None when it
    has nothing to do: nobody to tell, told of this very term, decided, or the clock stands
    (``stopped``) and whoever papers are awaited of was asked.
    ``due_on`` orders work queues.
    """

    registered: Deadline
    total: Deadline
    front_office: Deadline | None
    back_office: Deadline | None
    notice: Deadline | None
    officer_due: Deadline | None
    timer_at: datetime | None
    due_on: date
    stopped: bool


def registration_day(filed_at: datetime, calendar: WorkCalendar, hours: OfficeHours) -> date:
    """Rule 1: filed on a day off, or after office hours, is registered on the next working day."""
    timetable, day = Timetable(calendar, hours), local_date(filed_at)
    if filed_at >= timetable.closing(day):
        day += timedelta(days=1)
    return timetable.first_open_day(day)


def terms_of(case: Case, calendar: WorkCalendar, hours: OfficeHours, now: datetime) -> Terms:
    """Count every date of the case as it stands.

    ``hours`` are those of a centre that has none of its own; ``now`` is business time.
    """
    passport, timetable = case.passport, timetable_of(case, calendar, hours)
    total = _from_registration(case, passport.total, timetable, case.extension)
    front = _front_office(case, timetable)
    told = told_of(case, total.on)
    notice = _notice(replace(case, messages=told), total, calendar, now)
    back = _back_office(case, timetable)
    due = _officer_due(case, total, back, notice, timetable)
    return Terms(
        registered=_registered(case, calendar),
        total=total,
        front_office=front,
        back_office=back,
        notice=notice,
        officer_due=due,
        timer_at=_timer_at(replace(case, messages=told), notice),
        due_on=(due or front or notice or total).on,
        stopped=case.clock_stopped,
    )


def timetable_of(case: Case, calendar: WorkCalendar, hours: OfficeHours) -> Timetable:
    """Return the working days and the hours the case was filed under: no claim moves a date."""
    return Timetable(calendar, calendar.hours_of(case.hours_centre, hours))


def notice_margin(case: Case) -> int | None:
    """Return the working days between notice and term, None when nobody is to be told."""
    margins = [
        int(case.passport.step(step.id).params.get("margin_working_days", 1))
        for step in case.steps_of(StepKind.NOTIFY)
        if step.status is not StepStatus.NOT_APPLICABLE
    ]
    return max(1, *margins) if margins else None


def _registration(case: Case) -> Text:
    filed, registered = local_date(case.filed_at), case.registered_on
    sentence = say.SAME_DAY if filed == registered else say.NEXT_WORKING_DAY
    return sentence.filled(filed=printed(filed), registered=printed(registered))


def _registered(case: Case, calendar: WorkCalendar) -> Deadline:
    return _dated(case, Counted(case.registered_on, (_registration(case),)), calendar)


def _from_registration(
    case: Case, duration: Duration, timetable: Timetable, extension: Extension | None
) -> Deadline:
    """Count a term of the whole case; one without a break starts at filing (rule 1)."""
    start = Start(case.registered_on, case.filed_at)
    counted = end_of_term(start, duration, timetable, case.suspensions, extension)
    if duration.runs is Runs.CONTINUOUS:
        began = say.FROM_FILING.filled(at=printed_moment(case.filed_at))
        return _free_of_calendar(counted, began)
    return _dated(case, _because(_registration(case), counted), timetable.calendar)


def _front_office(case: Case, timetable: Timetable) -> Deadline | None:
    duration = case.passport.front_office
    if duration is None:
        return None
    return _from_registration(case, duration, timetable, _extension_at(OfficeOf.FRONT, case))


def _back_office(case: Case, timetable: Timetable) -> Deadline | None:
    duration, forwarding = case.passport.back_office, case.forwarding
    if duration is None or forwarding is None:
        return None
    start, own = Start(local_date(forwarding.at), forwarding.at), _extension_at(OfficeOf.BACK, case)
    counted = end_of_term(start, duration, timetable, case.suspensions, own)
    if duration.runs is Runs.CONTINUOUS:
        return _free_of_calendar(counted, _forwarded(forwarding))
    return _dated(case, _because(_forwarded(forwarding), counted), timetable.calendar)


def _extension_at(office: OfficeOf, case: Case) -> Extension | None:
    """Return the extension if it is that office's own; one made at the other was spent there."""
    extension = case.extension
    return extension if extension and extension.office is office else None


def _because(first: Text, counted: Counted) -> Counted:
    return replace(counted, because=(first, *counted.because))


def _forwarded(forwarding: Forwarding) -> Text:
    return say.FORWARDED.filled(at=printed(local_date(forwarding.at)))


def _notice(case: Case, total: Deadline, calendar: WorkCalendar, now: datetime) -> Deadline | None:
    """Rule 3: 18:00 on the n-th working day strictly before the term's last day."""
    margin = notice_margin(case)
    if margin is None:
        return None
    on = calendar.working_days_before(total.on, margin)
    at = at_local(on, NOTICE_HOUR).astimezone(UTC)
    said = say.notice(margin, total.on, on, calendar)
    # The term itself may need no calendar; its working days always do.
    estimates = () if total.estimate else _estimates(case, total.on, calendar)
    derivation = (*total.derivation, *estimates, *said)
    notice = Deadline(on, derivation, at, total.estimate or bool(estimates))
    if not _too_late(case, notice, at, now):
        return notice
    return replace(notice, flagged=True, derivation=(*notice.derivation, say.AT_ONCE))


def _never_in_time(case: Case, notice: Deadline) -> bool:
    """Tell whether the cut-off fell before the case was even registered."""
    return notice.on < case.registered_on


def _too_late(case: Case, notice: Deadline, cut_off: datetime, now: datetime) -> bool:
    if _never_in_time(case, notice):
        return True
    # What the cabinet refused for good told nobody, whenever it was sent.
    reached = (each for each in case.messages if each.failed_at is None)
    told = min((message.requested_at for message in reached), default=None)
    if told is None:
        return not case.clock_stopped and now > cut_off
    return told > cut_off


def _officer_due(
    case: Case,
    total: Deadline,
    back: Deadline | None,
    notice: Deadline | None,
    timetable: Timetable,
) -> Deadline | None:
    """Rule 4: the earlier of the back office's term and the notice's cut-off.

    A cut-off that nobody could ever keep binds nobody: then the end of the total term does.
    """
    if case.forwarding is None:
        return None
    bound, sentence = _bound(case, total, notice)
    candidates = [deadline for deadline in (back, bound) if deadline]
    instants = [_closing(deadline, timetable) for deadline in candidates]
    at = min(instants)
    due = candidates[instants.index(at)]
    # The back office's own term has said so already.
    forwarded = () if due is back else (_forwarded(case.forwarding),)
    said = sentence.said(printed_moment(at), beside=back is not None)
    derivation = (*due.derivation, *forwarded, said)
    return Deadline(due.on, derivation, at, any(each.estimate for each in candidates))


def _bound(case: Case, total: Deadline, notice: Deadline | None) -> tuple[Deadline, say.OfficerDue]:
    if notice is None:
        return total, say.OFFICER_WITHOUT_NOTICE
    if _never_in_time(case, notice):
        return total, say.OFFICER_AFTER_NOTICE
    return notice, say.OFFICER


def _closing(deadline: Deadline, timetable: Timetable) -> datetime:
    return deadline.at or timetable.closing(deadline.on)


def _timer_at(case: Case, notice: Deadline | None) -> datetime | None:
    """Rule 7: still undecided on the cut-off day, the timer tells the person from 09:00 on.

    Where a guardian alone was told, it tells the ward on the morning after the mandate's last day.
    """
    told = [each for each in case.messages if each.template is Template.IN_PROGRESS]
    if not case.is_open:
        return None
    if case.clock_stopped:
        return _request_at(case, [each for each in told if each.asks_for_papers])
    if notice is None:
        return None
    due = at_local(notice.on, TIMER_HOUR)
    return _untold_from(due, guardian_alone_until(case, told)) if told else due.astimezone(UTC)


def _request_at(case: Case, asked: list[Message]) -> datetime | None:
    """Say when to ask for papers again while the clock stands: nobody waits for who was not asked."""
    [*_, pause] = case.suspensions
    contact = case.passport.handling.contact_allowed
    awaited = pause.cause is PauseCause.DOCUMENTS and case.requested
    if not (awaited and contact) or mandate_rejected(case):
        return None
    if not asked:
        return pause.since.astimezone(UTC)
    return _untold_from(pause.since, guardian_alone_until(case, asked))


def _untold_from(due: datetime, until: date | None) -> datetime | None:
    if until is None:
        return None
    morning = at_local(min(until, LAST_DAY) + timedelta(days=1), TIMER_HOUR)
    return max(due, morning).astimezone(UTC)


def _dated(case: Case, counted: Counted, calendar: WorkCalendar) -> Deadline:
    estimates = _estimates(case, counted.on, calendar)
    derivation = (*counted.because, *estimates)
    return Deadline(counted.on, derivation, counted.at, estimate=bool(estimates))


def _free_of_calendar(counted: Counted, began: Text) -> Deadline:
    """Time without a break is the same on every calendar, so it is never an estimate."""
    return Deadline(counted.on, (began, *counted.because), counted.at)


def _estimates(case: Case, until: date, calendar: WorkCalendar) -> tuple[Text, ...]:
    """Rule 6: a year nobody signed gives an estimate, marked so."""
    years = range(local_date(case.filed_at).year, until.year + 1)
    return tuple(say.estimate(year) for year in years if not calendar.is_signed(year))
