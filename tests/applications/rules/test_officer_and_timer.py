"""When the officer is due, and when the timer tells the person."""

from datetime import date

from applications.domain.actions import (
    Claim,
    Grant,
    Notify,
)
from applications.domain.actor import TIMER
from tests.builders.case_passports import (
    days,
    handling,
)
from tests.builders.cases import (
    OFFICER,
    act,
    at,
    baku,
    filed,
    forwarded,
    terms,
)

# Rule 4: the officer's due date


def test_the_officer_is_due_at_the_notice_where_that_is_earlier() -> None:
    found = terms(forwarded("2026-03-12"))

    assert found.back_office is not None
    assert found.back_office.on == date(2026, 3, 31)
    assert found.officer_due is not None
    assert found.officer_due.on == found.due_on == date(2026, 3, 19)
    assert found.officer_due.at == baku("2026-03-19 18:00")


def test_the_officer_is_due_at_the_back_offices_term_where_that_is_earlier() -> None:
    found = terms(forwarded("2026-03-10", back_office_duration=days(3)))

    assert found.officer_due is not None
    assert found.officer_due.on == date(2026, 3, 13)
    assert found.officer_due.at == baku("2026-03-13 18:00")


def test_without_a_notice_the_officer_is_due_at_the_end_of_the_term() -> None:
    quiet = {"handling": handling(contact="none"), "back_office_duration": None}
    found = terms(forwarded("2026-03-10", **quiet))

    assert found.notice is None
    assert found.officer_due is not None
    assert found.officer_due.on == date(2026, 3, 31)
    assert found.officer_due.at == baku("2026-03-31 18:00")
    assert "no notice" in found.officer_due.derivation[-1].en


# Rule 7: the timer


def test_the_timer_has_nothing_to_do_once_the_person_is_told() -> None:
    case = act(filed("2026-03-10"), TIMER, Notify(), when=at("2026-03-19 09:00"))

    assert terms(case).timer_at is None


def test_the_timer_has_nothing_to_do_once_it_is_decided() -> None:
    case = act(forwarded(), OFFICER, Claim(), Grant("DSMF-DOST-1/2026/1"))

    assert terms(case).timer_at is None


def test_where_no_contact_is_allowed_nobody_is_told() -> None:
    found = terms(filed("2026-03-10", handling=handling(contact="none")))

    assert (found.notice, found.timer_at) == (None, None)


def test_without_terms_of_the_offices_the_notice_orders_the_queue() -> None:
    found = terms(filed("2026-03-10", front_office_duration=None))

    assert found.front_office is None
    assert found.due_on == date(2026, 3, 19)


def test_without_terms_and_notice_the_whole_term_orders_the_queue() -> None:
    bare = {"front_office_duration": None, "handling": handling(contact="none")}

    assert terms(filed("2026-03-10", **bare)).due_on == date(2026, 3, 31)
