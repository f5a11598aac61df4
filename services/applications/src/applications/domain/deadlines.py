"""The terms of a case: each date with the sentences that lead to it. Pure, so always recomputed."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from applications.domain.calendar import OfficeHours, WorkCalendar, at_local, local_date
from applications.domain.case import Case, Forwarding, StepStatus, Template
from applications.domain.counting import Counted, end_of_term, printed
from applications.domain.passport import Duration, StepKind
from shared.texts import Text

NOTICE_HOUR = time(18)
TIMER_HOUR = time(9)


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


@dataclass(frozen=True, slots=True)
class Terms:
    """Every date of a case.

    ``back_office`` and ``officer_due`` exist once the case is forwarded, ``notice`` when the
    person is to be told. ``timer_at`` (UTC) is when the timer sends *in-progress*; None when it
    has nothing to do: nobody to tell, told already, decided, or the clock stands (``stopped``).
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
    day = local_date(filed_at)
    if filed_at >= at_local(day, hours.closes):
        day += timedelta(days=1)
    while not _takes_cases(day, calendar, hours):
        day += timedelta(days=1)
    return day


def terms_of(case: Case, calendar: WorkCalendar, hours: OfficeHours, now: datetime) -> Terms:
    """Count every date of the case as it stands; ``now`` is business time."""
    passport = case.passport
    total = _from_registration(case, passport.total, calendar)
    front = _optional(case, passport.front_office, calendar)
    notice = _notice(case, total, calendar, now)
    back = _back_office(case, calendar)
    due = _officer_due(case, total, back, notice, hours)
    return Terms(
        registered=_registered(case, calendar),
        total=total,
        front_office=front,
        back_office=back,
        notice=notice,
        officer_due=due,
        timer_at=_timer_at(case, notice),
        due_on=(due or front or notice or total).on,
        stopped=case.clock_stopped,
    )


def notice_margin(case: Case) -> int | None:
    """Return the working days between notice and term, None when nobody is to be told."""
    margins = [
        int(case.passport.step(step.id).params.get("margin_working_days", 1))
        for step in case.steps_of(StepKind.NOTIFY)
        if step.status is not StepStatus.NOT_APPLICABLE
    ]
    return max(1, *margins) if margins else None


def _takes_cases(day: date, calendar: WorkCalendar, hours: OfficeHours) -> bool:
    # A working day the Cabinet moved to a weekend is worked by every centre.
    return calendar.is_working(day) and (day.weekday() in hours.weekdays or day in calendar.days)


def _registration(case: Case) -> Text:
    filed, registered = local_date(case.filed_at), case.registered_on
    sentence = _SAME_DAY if filed == registered else _NEXT_WORKING_DAY
    return sentence.filled(filed=printed(filed), registered=printed(registered))


def _registered(case: Case, calendar: WorkCalendar) -> Deadline:
    return _dated(case, Counted(case.registered_on, (_registration(case),)), calendar)


def _from_registration(case: Case, duration: Duration, calendar: WorkCalendar) -> Deadline:
    counted = end_of_term(case.registered_on, duration, calendar, case.suspensions)
    because = (_registration(case), *counted.because)
    return _dated(case, Counted(counted.on, because), calendar)


def _optional(case: Case, duration: Duration | None, calendar: WorkCalendar) -> Deadline | None:
    return None if duration is None else _from_registration(case, duration, calendar)


def _back_office(case: Case, calendar: WorkCalendar) -> Deadline | None:
    duration = case.passport.back_office
    if duration is None or case.forwarding is None:
        return None
    start = local_date(case.forwarding.at)
    counted = end_of_term(start, duration, calendar, case.suspensions)
    because = (_forwarded(case.forwarding), *counted.because)
    return _dated(case, Counted(counted.on, because), calendar)


def _forwarded(forwarding: Forwarding) -> Text:
    return _FORWARDED.filled(at=printed(local_date(forwarding.at)))


def _notice(case: Case, total: Deadline, calendar: WorkCalendar, now: datetime) -> Deadline | None:
    """Rule 3: 18:00 on the n-th working day strictly before the term's last day."""
    margin = notice_margin(case)
    if margin is None:
        return None
    on = calendar.working_days_before(total.on, margin)
    at = at_local(on, NOTICE_HOUR).astimezone(UTC)
    values = {"n": margin, "term": printed(total.on), "notice": printed(on)}
    notice = Deadline(on, (*total.derivation, _NOTICE.filled(**values)), at, total.estimate)
    if not _too_late(case, notice, at, now):
        return notice
    return replace(notice, flagged=True, derivation=(*notice.derivation, _AT_ONCE))


def _too_late(case: Case, notice: Deadline, cut_off: datetime, now: datetime) -> bool:
    if notice.on < case.registered_on:
        return True
    told = min((message.requested_at for message in case.messages), default=None)
    if told is None:
        return not case.clock_stopped and now > cut_off
    return told > cut_off


def _officer_due(
    case: Case,
    total: Deadline,
    back: Deadline | None,
    notice: Deadline | None,
    hours: OfficeHours,
) -> Deadline | None:
    """Rule 4: the earlier of the back office's term and the notice's cut-off."""
    if case.forwarding is None:
        return None
    candidates = [deadline for deadline in (back, notice or total) if deadline]
    instants = [_closing(deadline, hours) for deadline in candidates]
    at = min(instants)
    due = candidates[instants.index(at)]
    sentence = _OFFICER if notice else _OFFICER_WITHOUT_NOTICE
    # The back office's own term has said so already.
    forwarded = () if due is back else (_forwarded(case.forwarding),)
    derivation = (*due.derivation, *forwarded, sentence.filled(due=printed(due.on)))
    return Deadline(due.on, derivation, at, any(each.estimate for each in candidates))


def _closing(deadline: Deadline, hours: OfficeHours) -> datetime:
    return deadline.at or at_local(deadline.on, hours.closes).astimezone(UTC)


def _timer_at(case: Case, notice: Deadline | None) -> datetime | None:
    """Rule 7: still undecided on the cut-off day, the timer tells the person from 09:00 on."""
    told = case.message(Template.IN_PROGRESS) is not None
    if notice is None or told or not case.is_open or case.clock_stopped:
        return None
    return at_local(notice.on, TIMER_HOUR).astimezone(UTC)


def _dated(case: Case, counted: Counted, calendar: WorkCalendar) -> Deadline:
    """Rule 6: a year nobody signed gives an estimate, marked so."""
    years = range(local_date(case.filed_at).year, counted.on.year + 1)
    unsigned = [year for year in years if not calendar.is_signed(year)]
    sentences = tuple(_ESTIMATE.filled(year=year) for year in unsigned)
    return Deadline(counted.on, (*counted.because, *sentences), estimate=bool(unsigned))


_SAME_DAY = Text(
    az="{filed} tarixində iş günü bitənədək verilib və həmin gün qeydiyyata alınıb.",
    en="Filed on {filed} before the office closed, and registered the same day.",
)
_NEXT_WORKING_DAY = Text(
    az="{filed} tarixində qeyri-iş günü və ya iş saatlarından sonra verilib; "
    "növbəti iş günü qeydiyyata alınıb: {registered}.",
    en="Filed on {filed}, a day off or after office hours; "
    "registered on the next working day: {registered}.",
)
_NOTICE = Text(
    az="Bildiriş müddətin son günündən ({term}) əvvəlki {n}-ci iş günü saat 18:00-dək: {notice}.",
    en="Notice by 18:00 on working day {n} before the term's last day ({term}): {notice}.",
)
_AT_ONCE = Text(
    az="Bu vaxt qeydiyyatdan əvvələ düşür və ya ötüb: bildiriş dərhal göndərilir.",
    en="That moment falls before registration or is past: the notice goes at once.",
)
_FORWARDED = Text(
    az="{at} tarixində arxa ofisə göndərilib.",
    en="Forwarded to the back office on {at}.",
)
_OFFICER = Text(
    az="Qərar üçün son gün arxa ofisin müddəti ilə bildiriş vaxtından daha tez olanıdır: {due}.",
    en="The officer's due date is the earlier of the back office's term and the notice: {due}.",
)
_OFFICER_WITHOUT_NOTICE = Text(
    az="Bildiriş yoxdur; qərar üçün son gün arxa ofisin müddəti ilə ümumi müddətdən "
    "daha tez olanıdır: {due}.",
    en="There is no notice; the officer's due date is the earlier of the back office's term "
    "and the total term: {due}.",
)
_ESTIMATE = Text(
    az="{year}-ci ilin təqvimi hələ imzalanmayıb: tarix təxminidir.",
    en="Nobody has signed the calendar of {year} yet: the date is an estimate.",
)
