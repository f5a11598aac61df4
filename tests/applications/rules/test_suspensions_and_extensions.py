"""Suspending, resuming, extending: the terms stand still or grow longer, and say so."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from applications.domain.actions import (
    Claim,
    ConfirmCompleteness,
    Extend,
    Forward,
    Grant,
    Notify,
    Refuse,
    RequestDocuments,
    Resume,
    Return,
    Suspend,
)
from applications.domain.actor import TIMER
from applications.domain.advance import advance
from applications.domain.case import Case, CaseState, Instant, View
from applications.domain.faults import ExtensionInvalid
from applications.domain.pauses import Extension, OfficeOf, PauseCause, Suspension
from tests.builders.case_passports import days
from tests.builders.cases import (
    AGENT,
    OFFICER,
    OTHER_OFFICER,
    TUESDAY,
    act,
    at_desk,
    baku,
    blocked,
    brings,
    forwarded,
    terms,
    with_answers,
)

WHY = "Səbəb"


def on(day: str) -> Instant:
    """Return a day of the business clock; claims, which follow the other clock, are as on Tuesday."""
    return Instant(baku(day), TUESDAY.system)


def claimed(**fields: Any) -> Case:
    return act(forwarded(**fields), OFFICER, Claim())


# Suspend and resume


def test_while_a_case_is_suspended_it_stays_where_it_is_and_is_not_decided() -> None:
    case = act(claimed(), OFFICER, Suspend(WHY), when=on("2026-03-11"))

    assert case.state is CaseState.AT_BACK_OFFICE
    assert case.suspensions == (Suspension(baku("2026-03-11"), cause=PauseCause.SUSPENDED),)
    for request in (Grant("N"), Refuse("N", "no-legal-basis", WHY), Return(WHY)):
        assert blocked(case, OFFICER, request) == ["not-suspended"]
    assert blocked(case, OFFICER, Suspend(WHY)) == ["clock-not-standing"]
    assert blocked(case, TIMER, Notify()) == ["clock-runs"]
    assert terms(case).timer_at is None


def test_at_the_desk_a_suspended_case_is_not_forwarded_and_nobody_is_asked_for_papers() -> None:
    case = act(with_answers(at_desk()), AGENT, Suspend(WHY))

    assert blocked(case, AGENT, RequestDocuments()) == ["not-suspended"]
    assert "not-suspended" in blocked(case, AGENT, ConfirmCompleteness())
    assert "not-suspended" in blocked(case, AGENT, Forward(View.FOR, ""))


def test_papers_do_not_resume_what_somebody_suspended() -> None:
    case = act(with_answers(at_desk()), AGENT, Suspend(WHY), brings("commission-protocol"))

    assert case.suspended


def test_while_papers_are_awaited_there_is_nothing_to_suspend() -> None:
    waiting = act(with_answers(at_desk()), AGENT, RequestDocuments())

    assert blocked(waiting, AGENT, Suspend(WHY)) == ["wrong-state", "clock-not-standing"]


def test_open_terms_move_by_the_days_a_case_was_suspended_and_say_so() -> None:
    case = act(claimed(), OFFICER, Suspend(WHY), when=on("2026-03-11"))
    case = act(case, OFFICER, Resume("Cavab gəldi."), when=on("2026-03-13"))
    found = terms(case)

    assert not case.clock_stopped
    assert found.total.on == date(2026, 4, 2)
    assert found.back_office is not None
    assert found.back_office.on == date(2026, 3, 31)  # 18 March and two days is a day off
    assert any(
        "Time the case was suspended (12.03.2026 – 13.03.2026, 2 calendar days)" in each.en
        for each in found.total.derivation
    )


def test_a_suspension_across_a_holiday_counts_every_day_of_a_calendar_term() -> None:
    case = act(claimed(), OFFICER, Suspend(WHY), when=on("2026-03-19"))
    case = act(case, OFFICER, Resume(WHY), when=on("2026-03-31"))

    assert terms(case).total.on == date(2026, 4, 13)  # 31 March and twelve days is a Sunday


def test_suspending_is_for_who_holds_the_case() -> None:
    assert blocked(forwarded(), OFFICER, Suspend(WHY)) == ["own-claim"]
    assert blocked(claimed(), OTHER_OFFICER, Suspend(WHY)) == ["own-claim"]
    suspended = act(claimed(), OFFICER, Suspend(WHY))
    assert blocked(suspended, OTHER_OFFICER, Resume(WHY)) == ["own-claim"]


def test_what_runs_is_not_resumed() -> None:
    assert blocked(claimed(), OFFICER, Resume(WHY)) == ["suspended"]


# Extend


def test_an_extension_moves_the_terms_of_the_office_that_has_the_case_and_says_so() -> None:
    case, request = claimed(), Extend(10, "Qanun, m. 7", WHY)
    ends = terms(case).total.end
    advanced = advance(case, OFFICER, request, on("2026-03-12"), term_ends=ends)
    found = terms(advanced.case)

    assert advanced.case.extension == Extension(
        10, baku("2026-03-12"), "officer:rashad", "Qanun, m. 7", OfficeOf.BACK
    )
    assert (advanced.entry.details, advanced.entry.note) == ({"days": 10}, WHY)
    assert found.total.on == date(2026, 4, 10)
    assert found.total.derivation[-1].en == (
        "On 12.03.2026 the term was extended once by 10 calendar days, on the legal basis the case "
        "names: 10.04.2026."
    )
    assert "bir dəfə 10 təqvim günü uzadılıb: 10.04.2026" in found.total.derivation[-1].az
    assert found.front_office is not None
    assert found.front_office.on == date(2026, 3, 12)
    assert found.back_office is not None
    assert found.back_office.on == date(2026, 3, 31)  # 18 March and ten days is a day off
    assert found.notice is not None
    assert found.notice.on == date(2026, 4, 9)
    assert found.timer_at == baku("2026-04-09 09:00")


def test_an_extension_at_the_desk_is_the_front_offices_and_not_the_later_ones() -> None:
    case = act(with_answers(at_desk()), AGENT, Extend(5, "Qanun", WHY), when=on("2026-03-11"))
    case = act(case, AGENT, brings("commission-protocol"), ConfirmCompleteness())
    case = act(case, AGENT, Forward(View.FOR, ""), when=on("2026-03-16"))
    found = terms(case)

    assert found.front_office is not None
    assert found.front_office.on == date(2026, 3, 17)
    assert found.back_office is not None
    assert found.back_office.on == date(2026, 3, 31)
    assert found.total.on == date(2026, 4, 6)  # 31 March and five days is a Sunday


def test_an_officers_extension_is_the_back_offices_before_and_after_a_return() -> None:
    case = act(claimed(), OFFICER, Extend(10, "Qanun", WHY))
    returned = act(case, OFFICER, Return(WHY))
    again = act(
        returned, AGENT, ConfirmCompleteness(), Forward(View.FOR, ""), when=on("2026-03-11")
    )

    found = [terms(each) for each in (case, returned, again)]
    front = [each.front_office.on for each in found if each.front_office]
    back = [each.back_office and each.back_office.on for each in found]
    assert front == [date(2026, 3, 12)] * 3
    assert back == [date(2026, 3, 31), None, date(2026, 3, 31)]


def test_an_agents_extension_stays_the_front_offices_when_the_case_is_sent_again() -> None:
    case = act(with_answers(at_desk()), AGENT, Extend(5, "Qanun", WHY))
    case = act(case, AGENT, brings("commission-protocol"), ConfirmCompleteness())
    case = act(case, AGENT, Forward(View.FOR, ""), when=on("2026-03-11"))
    found = terms(act(act(case, OFFICER, Claim()), OFFICER, Return(WHY), when=on("2026-03-12")))

    assert found.front_office is not None
    assert found.front_office.on == date(2026, 3, 17)


def test_a_working_day_term_is_extended_by_working_days() -> None:
    case = claimed(total_duration=days(3, runs="working-days"))
    case = act(case, OFFICER, Extend(4, "Qanun", WHY))

    assert terms(case).total.on == date(2026, 3, 19)


def test_a_pause_after_the_extension_moves_the_longer_term() -> None:
    case = act(claimed(), OFFICER, Extend(10, "Qanun", WHY), when=on("2026-03-12"))
    case = act(case, OFFICER, Suspend(WHY), when=on("2026-04-06"))
    case = act(case, OFFICER, Resume(WHY), when=on("2026-04-08"))

    assert terms(case).total.on == date(2026, 4, 13)  # 10 April and two days is a Sunday


def test_a_term_that_is_over_is_not_extended() -> None:
    last_minute, too_late = on("2026-03-31 23:59"), on("2026-04-01 00:00")
    longer = act(claimed(), OFFICER, Extend(10, "Qanun", WHY), when=last_minute)

    assert terms(longer).total.on == date(2026, 4, 10)
    assert blocked(claimed(), OFFICER, Extend(10, "Qanun", WHY), too_late) == ["term-runs"]


def test_what_was_late_stays_late_though_somebody_extended_it_afterwards() -> None:
    """Of a case that was extended late before that was refused."""
    late = Extension(60, baku("2026-04-20"), OFFICER.name, "Qanun", OfficeOf.BACK)
    found = terms(replace(claimed(), extension=late), now=on("2026-04-20"))

    assert found.total.on == date(2026, 3, 31)
    assert found.notice is not None
    assert found.notice.flagged


def test_an_office_whose_own_term_is_over_is_late_though_the_whole_term_grows() -> None:
    case = act(with_answers(at_desk()), AGENT, Extend(10, "Qanun", WHY), when=on("2026-03-13"))
    found = terms(case)

    assert found.front_office is not None
    assert found.front_office.on == date(2026, 3, 12)
    assert found.total.on == date(2026, 4, 10)


def test_a_term_of_hours_is_over_at_its_minute() -> None:
    case = claimed(total_duration=days(4, unit="hour", runs="office-hours"))  # until 14:00
    request = Extend(1, "Qanun", WHY)

    assert terms(act(case, OFFICER, request, when=on("2026-03-10 13:59"))).total.at == baku(
        "2026-03-11 14:00"
    )
    assert blocked(case, OFFICER, request, on("2026-03-10 14:00")) == ["term-runs"]


def test_while_the_clock_stands_no_term_is_called_over() -> None:
    case = act(claimed(), OFFICER, Suspend(WHY), when=on("2026-03-30"))

    assert blocked(case, OFFICER, Extend(5, "Qanun", WHY), on("2026-05-04")) == [
        "clock-not-standing"
    ]


def test_terms_are_extended_once() -> None:
    case = act(claimed(), OFFICER, Extend(10, "Qanun", WHY))

    assert blocked(case, OFFICER, Extend(10, "Qanun", WHY)) == ["not-extended-yet"]


@pytest.mark.parametrize(
    ("request_", "pointer"),
    [
        (Extend(0, "Qanun", WHY), "/days"),
        (Extend(61, "Qanun", WHY), "/days"),
        (Extend(10, " ", WHY), "/legal_basis"),
    ],
)
def test_an_extension_has_days_and_a_legal_basis(request_: Extend, pointer: str) -> None:
    with pytest.raises(ExtensionInvalid) as refused:
        act(claimed(), OFFICER, request_)

    assert [each.pointer for each in refused.value.errors] == [pointer]


def test_nobody_extends_a_term_without_knowing_when_it_is_over() -> None:
    with pytest.raises(ValueError, match="when it is over"):
        advance(claimed(), OFFICER, Extend(10, "Qanun", WHY), TUESDAY)


def test_what_stands_is_not_extended() -> None:
    case = act(claimed(), OFFICER, Suspend(WHY))

    assert blocked(case, OFFICER, Extend(5, "Qanun", WHY)) == ["clock-not-standing"]


def test_a_term_of_hours_is_extended_by_days_of_the_centre_and_one_without_a_break_by_days() -> (
    None
):
    in_hours = claimed(total_duration=days(4, unit="hour", runs="office-hours"))
    in_hours = act(in_hours, OFFICER, Extend(2, "Qanun", WHY))
    without_a_break = claimed(total_duration=days(1, unit="day", runs="continuous"))
    without_a_break = act(without_a_break, OFFICER, Extend(2, "Qanun", WHY))

    assert terms(in_hours).total.at == baku("2026-03-12 14:00")
    assert terms(without_a_break).total.at == baku("2026-03-13 10:00")
    assert terms(in_hours).total.derivation[-1].en.endswith("12.03.2026 14:00.")
