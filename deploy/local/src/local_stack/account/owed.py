"""What open cases owe, and what is there to do it: questions, timers, and messages asked for at once.

What a case owes and what is to bring it are written in one transaction, so one look is enough.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TypeAlias

from local_stack.account.asked import Owed, Request
from local_stack.account.facts import Applications, Books
from local_stack.account.lines import Line, Tally
from local_stack.account.promises import NOTICE_TEMPLATE

ByCase: TypeAlias = defaultdict[str, list[Request]]


def lines_of_owed(books: Books) -> list[Line]:
    """Draw the lines of what open cases owe."""
    cases = books.after.applications
    told, papers, rejections = _notices(cases.requests)
    set_to = {(timer.case_id, timer.due_at) for timer in cases.timers}
    return [
        _answers(cases),
        _line(
            "notices that open cases owe and their timers",
            cases.notices,
            [each for each in cases.notices if _is_told(each, told[each.case_id], set_to)],
        ),
        _line(
            "cases that wait for papers and the messages that ask",
            cases.papers,
            [each for each in cases.papers if _is_told(each, _since(each, papers), set_to)],
        ),
        _line(
            "rejected mandates and the messages that say so",
            cases.rejections,
            [each for each in cases.rejections if _since(each, rejections)],
        ),
    ]


def _notices(requests: Iterable[Request]) -> tuple[ByCase, ByCase, ByCase]:
    """Return the notices by case: all, those that ask for papers, those that tell of a rejection."""
    told: ByCase = defaultdict(list)
    papers: ByCase = defaultdict(list)
    rejections: ByCase = defaultdict(list)
    for each in requests:
        if each.template == NOTICE_TEMPLATE:
            told[each.case_id].append(each)
            if each.asks_for_papers:
                papers[each.case_id].append(each)
            if each.mandate_rejected:
                rejections[each.case_id].append(each)
    return told, papers, rejections


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


def _is_told(owed: Owed, told: Iterable[Request], set_to: Collection[tuple[str, datetime]]) -> bool:
    """Look for a message that tells what holds, else for the timer of one, set to its very instant.

    What a guardian alone was told needs a timer too: it tells the ward once nobody guards them.
    """
    held = [each for each in told if not each.outdated]
    if any(not each.to_guardian for each in held):
        return True
    due = max(owed.since, owed.ward_at) if held and owed.ward_at else owed.since
    return (owed.case_id, due) in set_to


def _since(owed: Owed, asked: ByCase) -> list[Request]:
    """Return the messages that a case asked for when it came to owe one, or later."""
    return [each for each in asked[owed.case_id] if each.requested_at >= owed.since]


def _line(what: str, owed: Iterable[Owed], found: Iterable[Owed]) -> Line:
    ids = [each.case_id for each in owed]
    return Tally(
        what, expected=ids, found=[each.case_id for each in found], explained=set(ids)
    ).line()
