"""What open cases owe, and what is there to do it: a question to each registry, a timer for each notice.

What a case wants and what is to bring it are written in one transaction, so one look is enough.
"""

from local_stack.account.facts import Applications, Books
from local_stack.account.lines import Line, Tally
from local_stack.account.promises import NOTICE_TEMPLATE


def lines_of_owed(books: Books) -> list[Line]:
    """Draw the lines of what open cases owe."""
    cases = books.after.applications
    return [_answers(cases), _notices(cases)]


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


def _notices(cases: Applications) -> Line:
    """Look for the timer of each open case whose term runs, or for a message that tells what holds."""
    set_for = {timer.case_id for timer in cases.timers}
    told = {
        each.case_id
        for each in cases.requests
        if each.template == NOTICE_TEMPLATE and not each.outdated
    }
    return Tally(
        "notices that open cases owe and their timers",
        expected=cases.owed,
        found=[case_id for case_id in cases.owed if case_id in set_for | told],
        explained=set(cases.owed),
    ).line()
