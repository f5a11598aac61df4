"""What open cases owe, and what is there to do it: questions, timers, and messages asked for at once.

What a case owes and what is to bring it are written in one transaction, so one look is enough.
"""

from collections.abc import Collection

from local_stack.account.asked import Owed, Request
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
        _notices(cases, told),
        _at_once("cases that wait for papers and the messages that ask", cases.papers, papers),
        _at_once("rejected mandates and the messages that say so", cases.rejections, rejections),
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


def _notices(cases: Applications, notices: Collection[Request]) -> Line:
    """Look for the timer, set to its morning, of each notice; or for a message that tells what holds."""
    set_to = {(timer.case_id, timer.due_at) for timer in cases.timers}
    told = {each.case_id for each in notices if not each.outdated}
    return _line(
        "notices that open cases owe and their timers",
        cases.notices,
        [each for each in cases.notices if (each.case_id, each.since) in set_to],
        told,
    )


def _at_once(what: str, owed: Collection[Owed], asked: Collection[Request]) -> Line:
    """Look for a message of each, asked for when it came to be owed or later."""
    found = [
        each
        for each in owed
        if any(told.case_id == each.case_id and told.requested_at >= each.since for told in asked)
    ]
    return _line(what, owed, found, set())


def _line(
    what: str, owed: Collection[Owed], found: Collection[Owed], told: Collection[str]
) -> Line:
    ids = [each.case_id for each in owed]
    done = {each.case_id for each in found} | set(told)
    return Tally(
        what, expected=ids, found=[each for each in ids if each in done], explained=set(ids)
    ).line()
