"""A message in the inbox of somebody else is named, though the account reads nobody's name."""

from dataclasses import replace

from local_stack.account.balance import account_of
from local_stack.account.facts import Books, Person
from tests.builders.account_lines import INBOXES, line_of
from tests.builders.books import books_of, finished
from tests.builders.invented_rows import SWEEP
from tests.builders.mischief import second_message


def with_people(books: Books, people: dict[tuple[str, str], Person]) -> Books:
    applications = replace(books.after.applications, people=people)
    return replace(books, after=replace(books.after, applications=applications))


def test_a_message_in_another_inbox_than_the_others_of_its_person_is_missed() -> None:
    system = finished()
    second_message(system)
    right = line_of(books_of(system), INBOXES)
    system.inboxes["key-m-9"] = 7
    wrong = line_of(books_of(system), INBOXES)

    assert (right.expected, right.found, right.holds, right.note) == (3, 3, True, "")
    assert (wrong.expected, wrong.found) == (3, 2)
    assert len(wrong.missing) == 1
    assert set(wrong.missing) <= {"key-m-1", "key-m-9"}
    assert not account_of(books_of(system), sweep=SWEEP).holds


def test_the_only_message_of_a_person_in_the_inbox_of_another_is_missed() -> None:
    system = finished()
    second_message(system)
    system.inboxes["key-m-0"] = system.inboxes["key-m-1"]

    assert line_of(books_of(system), INBOXES).missing == ("key-m-0",)


def test_one_person_in_two_cases_has_one_inbox() -> None:
    books = books_of(finished())
    same = dict.fromkeys(books.after.applications.people, Person("key", "of both"))
    line = line_of(with_people(books, same), INBOXES)

    assert (line.expected, line.found, len(line.missing)) == (2, 1, 1)


def test_the_guardian_of_a_case_is_its_applicant() -> None:
    books = books_of(finished())
    messages = tuple(replace(m, role="guardian") for m in books.after.notifications.messages)
    notifications = replace(books.after.notifications, messages=messages)
    guarded = replace(books, after=replace(books.after, notifications=notifications))
    guardian = dict.fromkeys((("case-0", "applicant"), ("case-1", "applicant")), Person("key", "g"))

    assert len(line_of(with_people(guarded, guardian), INBOXES).missing) == 1


def test_an_index_made_with_another_key_says_nothing_of_the_inbox() -> None:
    system = finished()
    system.inboxes["key-m-0"] = system.inboxes["key-m-1"]
    two_keys = {
        ("case-0", "person-concerned"): Person("old key", "x"),
        ("case-1", "person-concerned"): Person("new key", "y"),
    }

    assert line_of(with_people(books_of(system), two_keys), INBOXES).holds


def test_a_message_for_somebody_who_is_not_known_is_told_and_not_judged() -> None:
    line = line_of(with_people(books_of(finished()), {}), INBOXES)

    assert (line.expected, line.holds) == (0, True)
    assert line.note == "2 of somebody who was corrected, or is not known, are not judged"
