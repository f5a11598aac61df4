"""What open cases owe, and what is there to do it: questions, timers, and messages asked for at once.

What a case owes and what is to bring it are written in one transaction, so one look is enough.
"""

from collections.abc import Iterable

from local_stack.account.asked import Owed, Request, Timer
from local_stack.account.facts import Applications, Books
from local_stack.account.lines import Line, Tally
from local_stack.account.promises import NOTICE_TEMPLATE


def lines_of_owed(books: Books) -> list[Line]:
    """Draw the lines of what open cases owe."""
    cases = books.after.applications
    told = [each for each in cases.requests if each.template == NOTICE_TEMPLATE]
    papers = [each for each in told if each.asks_for_papers]
    rejections = [each for each in told if each.mandate_rejected]
    return [
        _answers(cases),
        _line(
            "notices that open cases owe and their timers",
            cases.notices,
            [each for each in cases.notices if _is_told(each, told, cases.timers)],
        ),
        _line(
            "cases that wait for papers and the messages that ask",
            cases.papers,
            [each for each in cases.papers if _is_told(each, _since(each, papers), cases.timers)],
        ),
        _line(
            "rejected mandates and the messages that say so",
            cases.rejections,
            [each for each in cases.rejections if _since(each, rejections)],
        ),
    ]


def _answers(cases: Applications) -> Line:
    """Look for the question of each answer that an open case wants; it waits, or is being asked.

    One that is put off because a registry is silent waits as well: nothing else asks again.
    """
    asking = set(cases.questions)
    return Tally(
        "answers that open cases want and their questions",
        expected=cases.wanted,
        found=[each for each in cases.wanted if each in asking],
        explained=set(cases.wanted),
    ).line()


def _is_told(owed: Owed, told: Iterable[Request], timers: Iterable[Timer]) -> bool:
    """Look for a message that tells what holds, else for the timer of one, set to its very instant.

    What a guardian alone was told needs a timer too: it tells the ward once nobody guards them.
    """
    held = [each for each in told if each.case_id == owed.case_id and not each.outdated]
    if any(not each.to_guardian for each in held):
        return True
    due = max(owed.since, owed.ward_at) if held and owed.ward_at else owed.since
    return any((each.case_id, each.due_at) == (owed.case_id, due) for each in timers)


def _since(owed: Owed, asked: Iterable[Request]) -> list[Request]:
    """Return the messages that a case asked for when it came to owe one, or later."""
    return [
        each for each in asked if each.case_id == owed.case_id and each.requested_at >= owed.since
    ]


def _line(what: str, owed: Iterable[Owed], found: Iterable[Owed]) -> Line:
    ids = [each.case_id for each in owed]
    return Tally(
        what, expected=ids, found=[each.case_id for each in found], explained=set(ids)
    ).line()
