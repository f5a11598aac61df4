"""Promises: a timer that fired and a decision have asked for their message, and nothing twice.

Each of these is written in the transaction that asks for the message, so one look is enough.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from local_stack.account.asked import Request, Timer
from local_stack.account.facts import Applications, Books
from local_stack.account.lines import Line, Tally

NOTICE_TEMPLATE = "in-progress"
"""What the timer of a notice tells the person."""
DECISION_TEMPLATE = "decision"


def lines_of_promises(books: Books) -> list[Line]:
    """Draw the lines of what cases must have asked for."""
    cases = books.after.applications
    return [_fired(cases), _decided(cases), _once(cases.requests)]


def _fired(cases: Applications) -> Line:
    """Look for the message of each timer that has fired and was not set anew since."""
    notices: dict[str, list[Request]] = defaultdict(list)
    for request in cases.requests:
        if request.template == NOTICE_TEMPLATE:
            notices[request.case_id].append(request)
    return Tally(
        "timers of notices that fired and their messages",
        expected=[timer.case_id for timer in cases.fired],
        found=[timer.case_id for timer in cases.fired if _has_told(timer, notices[timer.case_id])],
        explained={timer.case_id for timer in cases.fired},
    ).line()


def _has_told(timer: Timer, notices: Collection[Request]) -> bool:
    """Tell whether one was asked for when the timer was due or later, and one tells what holds.

    A term that has grown sets the timer to a later instant, and any message that holds no more sets
    it anew, unless the case is over or its term stands still. A timer and its message have one
    reading of the business clock between them.
    """
    in_time = any(each.requested_at >= timer.due_at for each in notices)
    return in_time and (not timer.runs or any(not each.outdated for each in notices))


def _decided(cases: Applications) -> Line:
    """Look for a message of each decision whose passport lets the person be written to."""
    asked = {each.case_id for each in cases.requests if each.template == DECISION_TEMPLATE}
    return Tally(
        "decisions that are to be told and their messages",
        expected=cases.decided,
        found=[case_id for case_id in cases.decided if case_id in asked],
        explained=set(cases.decided),
    ).line()


def _once(requests: Iterable[Request]) -> Line:
    """Look for a message that was asked for while the one before it stood, whatever became of it."""
    asked: dict[tuple[str, str], list[Request]] = defaultdict(list)
    for request in sorted(requests, key=lambda each: each.serial):
        asked[request.case_id, request.template].append(request)
    names = [(each.case_id, each.template, each.serial) for of in asked.values() for each in of]
    again = {
        (later.case_id, later.template, later.serial)
        for of_a_kind in asked.values()
        for number, later in enumerate(of_a_kind)
        for first, former in enumerate(of_a_kind[:number])
        if _stood(former, later) and not _contradicted(former, of_a_kind[first + 1 : number])
    }
    return Tally(
        "messages of cases, none while another stood",
        expected=names,
        found=names,
        explained=set(names) - again,
    ).line()


def _stood(former: Request, later: Request) -> bool:
    """Tell whether a message still told what holds when the next one was asked for.

    What held then is what the next one told: the last day of the term, of the mandate, and to whom.
    A request for papers is told each time, for it names others, and it stands for no notice.
    """
    if former.failed:
        return False
    if former.template != NOTICE_TEMPLATE:
        return True
    noted = former.recipient is not None and later.recipient is not None
    to_another = noted and former.recipient != later.recipient
    said_otherwise = former.mandate_rejected != later.mandate_rejected
    of_papers = former.asks_for_papers or later.asks_for_papers
    moved = (former.term_on or "") < (later.term_on or "")
    untrue = to_another or said_otherwise or of_papers
    return not (untrue or (moved and not former.mandate_rejected))


def _contradicted(former: Request, meanwhile: Iterable[Request]) -> bool:
    """Tell whether the person heard otherwise of the mandate in between: then they are told anew."""
    return any(each.mandate_rejected != former.mandate_rejected for each in meanwhile)
