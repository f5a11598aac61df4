"""Laws of time that hold on every calendar, whatever the Cabinet decides."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from applications.domain.calendar.timetable import Timetable
from applications.domain.calendar.working_calendar import (
    CalendarDay,
    DayKind,
    OfficeHours,
    WorkCalendar,
    at_local,
    local_date,
)
from applications.domain.case import Case
from applications.domain.passport import Duration, Runs, Unit
from applications.domain.pauses import Suspension
from applications.domain.terms.counted import Counted, Start
from applications.domain.terms.counting import end_of_term
from applications.domain.terms.deadlines import registration_day, terms_of
from tests.builders.case_passports import days
from tests.builders.cases import HOURS, at, filed, forwarded

# A loaded machine is no counterexample.
law = settings(deadline=None, max_examples=60)

dates = st.dates(date(2026, 1, 1), date(2026, 12, 31))
some_days = st.frozensets(dates, max_size=30)
instants = st.builds(at_local, dates, st.times())


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    off = draw(some_days)
    swapped = {day for day in draw(some_days) if day.weekday() > 4} - off
    return with_rows(WorkCalendar(), off, DayKind.DAY_OFF, swapped)


def with_rows(
    calendar: WorkCalendar,
    off: frozenset[date],
    kind: DayKind = DayKind.DAY_OFF,
    swapped: set[date] | frozenset[date] = frozenset(),
) -> WorkCalendar:
    rows = [CalendarDay(day, kind, "2026-1", 2) for day in off]
    rows += [CalendarDay(day, DayKind.WORKING_DAY, "2026-1", 2) for day in swapped]
    return WorkCalendar.of([*calendar.days.values(), *rows])


day_terms = st.one_of(
    st.builds(Duration, st.integers(1, 90), st.just(Unit.DAY), st.just(Runs.CALENDAR)),
    st.builds(Duration, st.integers(1, 18), st.just(Unit.MONTH), st.just(Runs.CALENDAR)),
    st.builds(Duration, st.integers(1, 60), st.just(Unit.DAY), st.just(Runs.WORKING_DAYS)),
)
office_terms = st.one_of(
    st.builds(Duration, st.integers(1, 3000), st.just(Unit.MINUTE), st.just(Runs.OFFICE_HOURS)),
    st.builds(Duration, st.integers(1, 200), st.just(Unit.HOUR), st.just(Runs.OFFICE_HOURS)),
    st.builds(Duration, st.integers(1, 30), st.just(Unit.DAY), st.just(Runs.OFFICE_HOURS)),
)
unbroken_terms = st.builds(
    Duration, st.integers(1, 100), st.sampled_from(Unit), st.just(Runs.CONTINUOUS)
)
terms_on_a_calendar = st.one_of(day_terms, office_terms)
every_term = st.one_of(day_terms, office_terms, unbroken_terms)
centres = st.builds(
    OfficeHours,
    st.sampled_from([time(8), time(9), time(9, 30)]),
    st.sampled_from([time(13, 15), time(17), time(18), time(20)]),
    st.sampled_from([(0, 1, 2, 3, 4), (0, 1, 2, 3), (2,), (0, 1, 2, 3, 4, 5)]),
)


@st.composite
def timetables(draw: st.DrawFn) -> Timetable:
    return Timetable(draw(calendars()), draw(centres))


def counted(
    filed_at: datetime, duration: Duration, timetable: Timetable, waits: list[Suspension]
) -> Counted:
    """Count a term of a case filed then."""
    day = registration_day(filed_at, timetable.calendar, timetable.hours)
    return end_of_term(Start(day, filed_at), duration, timetable, waits)


@st.composite
def pauses(draw: st.DrawFn) -> list[Suspension]:
    moments = sorted(draw(st.lists(instants, max_size=6, unique=True)))
    return [
        Suspension(since, until) for since, until in zip(moments[::2], moments[1::2], strict=False)
    ]


@law
@given(instants, calendars())
def test_a_case_is_never_registered_on_a_day_off_nor_before_it_was_filed(
    filed_at: datetime, calendar: WorkCalendar
) -> None:
    registered = registration_day(filed_at, calendar, HOURS)

    assert calendar.is_working(registered)
    assert registered >= local_date(filed_at)


@law
@given(instants, instants, calendars())
def test_who_files_earlier_is_never_registered_later(
    one: datetime, other: datetime, calendar: WorkCalendar
) -> None:
    earlier, later = sorted([one, other])

    assert registration_day(earlier, calendar, HOURS) <= registration_day(later, calendar, HOURS)


@law
@given(instants, terms_on_a_calendar, timetables(), pauses())
def test_a_term_never_ends_on_a_day_off_nor_before_it_began(
    filed_at: datetime, duration: Duration, timetable: Timetable, waits: list[Suspension]
) -> None:
    found = counted(filed_at, duration, timetable, waits)

    assert timetable.calendar.is_working(found.on)
    assert found.end > filed_at
    assert found.at is None or found.on == local_date(found.at)


@law
@given(instants, office_terms, timetables(), pauses())
def test_office_hours_never_end_while_the_centre_is_closed(
    filed_at: datetime, duration: Duration, timetable: Timetable, waits: list[Suspension]
) -> None:
    found = counted(filed_at, duration, timetable, waits)

    assert timetable.is_open(found.on)
    assert timetable.opening(found.on) < found.end <= timetable.closing(found.on)


@law
@given(instants, every_term, timetables(), pauses(), dates)
def test_one_more_holiday_never_makes_a_term_earlier(
    filed_at: datetime,
    duration: Duration,
    timetable: Timetable,
    waits: list[Suspension],
    holiday: date,
) -> None:
    richer = Timetable(with_rows(timetable.calendar, frozenset({holiday})), timetable.hours)
    # Of an older pause the days since registration count, and a holiday may move that day.
    registered = registration_day(filed_at, richer.calendar, richer.hours)
    waits = [one for one in waits if local_date(one.since) >= registered]

    before = counted(filed_at, duration, timetable, waits).end
    assert counted(filed_at, duration, richer, waits).end >= before


@law
@given(instants, instants, every_term, timetables())
def test_who_files_earlier_is_never_due_later(
    one: datetime, other: datetime, duration: Duration, timetable: Timetable
) -> None:
    earlier, later = sorted([one, other])

    assert (
        counted(earlier, duration, timetable, []).end <= counted(later, duration, timetable, []).end
    )


@law
@given(instants, every_term, timetables(), pauses(), instants)
def test_a_wait_of_no_time_changes_nothing_at_all(
    filed_at: datetime,
    duration: Duration,
    timetable: Timetable,
    waits: list[Suspension],
    moment: datetime,
) -> None:
    nothing = Suspension(moment, moment)

    plain = counted(filed_at, duration, timetable, waits)
    assert counted(filed_at, duration, timetable, [*waits, nothing]) == plain


@law
@given(instants, every_term, timetables(), instants, st.integers(0, 9000), st.integers(0, 9000))
def test_who_waited_longer_is_never_due_earlier(
    filed_at: datetime,
    duration: Duration,
    timetable: Timetable,
    since: datetime,
    one: int,
    other: int,
) -> None:
    ends = [
        counted(
            filed_at,
            duration,
            timetable,
            [Suspension(since, since.astimezone(UTC) + timedelta(minutes=minutes))],
        ).end
        for minutes in (0, *sorted([one, other]))
    ]

    assert ends == sorted(ends)


@law
@given(dates, day_terms, calendars(), st.integers(-60, 600), st.integers(0, 60))
def test_waiting_moves_a_term_by_exactly_the_days_of_it_that_were_waited(
    day: date, duration: Duration, calendar: WorkCalendar, after: int, waited: int
) -> None:
    start, timetable = Start(day, at_local(day, time(10))), Timetable(calendar, HOURS)
    stopped = day + timedelta(days=after)
    resumed = stopped + timedelta(days=waited)
    pause = Suspension(at_local(stopped, time(19)), at_local(resumed, time(8)))
    plain = end_of_term(start, duration, timetable).on
    moved = end_of_term(start, duration, timetable, [pause]).on
    overlap_begins = max(day, stopped)

    if stopped > plain or resumed <= overlap_begins:
        assert moved == plain
    elif duration.runs is Runs.WORKING_DAYS:
        lost = calendar.working_days_between(overlap_begins, resumed)
        assert calendar.working_days_between(plain, moved) == lost
    else:
        lost = (resumed - overlap_begins).days
        assert moved == calendar.first_working(plain + timedelta(days=lost))


@law
@given(instants, office_terms, timetables(), instants, st.integers(1, 9000))
def test_after_a_wait_exactly_the_office_time_runs_that_was_left(
    filed_at: datetime, duration: Duration, timetable: Timetable, since: datetime, waited: int
) -> None:
    until = since.astimezone(UTC) + timedelta(minutes=waited)
    plain = counted(filed_at, duration, timetable, [])
    moved = counted(filed_at, duration, timetable, [Suspension(since, until)])
    stopped = max(since, filed_at)

    if stopped >= plain.end or until <= stopped:
        assert moved == plain
    else:
        left = timetable.between(stopped, plain.end)
        assert timetable.between(until, moved.end) == left


@law
@given(instants, unbroken_terms, timetables(), instants, st.integers(1, 9000))
def test_a_term_without_a_break_moves_by_the_minutes_that_were_waited(
    filed_at: datetime, duration: Duration, timetable: Timetable, since: datetime, waited: int
) -> None:
    until = since.astimezone(UTC) + timedelta(minutes=waited)
    plain = counted(filed_at, duration, timetable, []).end
    moved = counted(filed_at, duration, timetable, [Suspension(since, until)]).end
    stopped = max(since, filed_at).astimezone(UTC)

    lost = max(timedelta(0), until - stopped) if stopped < plain else timedelta(0)
    assert moved - plain == lost


@law
@given(instants, st.integers(1, 60), st.integers(1, 8), calendars(), pauses())
def test_the_notice_is_due_strictly_before_the_last_day_and_on_a_working_day(
    filed_at: datetime, total: int, margin: int, calendar: WorkCalendar, waits: list[Suspension]
) -> None:
    case = replace(submitted_with(total, margin), filed_at=filed_at, suspensions=tuple(waits))
    case = replace(case, registered_on=registration_day(filed_at, calendar, HOURS))
    found = terms_of(case, calendar, HOURS, filed_at)

    assert found.notice is not None
    assert found.notice.on < found.total.on
    assert calendar.is_working(found.notice.on)
    assert calendar.working_days_between(found.notice.on, found.total.on) == margin
    assert found.notice.flagged or found.notice.on >= found.registered.on


@law
@given(dates, st.integers(1, 60), calendars())
def test_the_officer_is_never_due_after_the_person_is_told(
    day: date, back_office: int, calendar: WorkCalendar
) -> None:
    case = forwarded("2026-03-10", back_office_duration=days(back_office))
    assert case.forwarding is not None
    sent = replace(case.forwarding, at=at_local(day, time(11)))
    found = terms_of(replace(case, forwarding=sent), calendar, HOURS, at("2026-03-10").business)

    assert found.officer_due is not None
    assert found.notice is not None
    assert found.officer_due.on <= found.notice.on < found.total.on


def submitted_with(total: int, margin: int) -> Case:
    """Return a case under a passport with this term and this margin of the notice."""
    case = filed("2026-03-10", total_duration=days(total))
    steps = tuple(
        replace(step, params={"margin_working_days": margin}) for step in case.passport.steps
    )
    return replace(case, passport=replace(case.passport, steps=steps))
