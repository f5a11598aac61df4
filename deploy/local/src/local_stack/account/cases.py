"""Cases: a 201 is one row, a row is one submitted event, each line of history is one event."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from local_stack.account.events import (
    ADVANCED,
    CASES_TOPIC,
    MESSAGE_REQUESTED,
    SUBMITTED,
    Event,
)
from local_stack.account.facts import Accepted, Applications, Books
from local_stack.account.lines import Line, Tally, named
from local_stack.account.order import out_of_order

_RANK = {SUBMITTED: 0, ADVANCED: 0, MESSAGE_REQUESTED: 1}
"""Within one version a message is asked for after the event that tells of the change."""


def lines_of_cases(books: Books) -> list[Line]:
    """Draw the lines of the cases."""
    told = [] if books.accepted is None else [_told(books.accepted, books.before.applications)]
    return [
        *told,
        _answers(books.after.applications),
        _submitted(books),
        _versions(books.after.applications),
        _history(books),
    ]


def _told(accepted: Iterable[Accepted], applications: Applications) -> Line:
    """Compare what clients were answered with rows; one receipt must not name two cases."""
    told = dict.fromkeys(each.case_id for each in accepted)
    cases_of: dict[str, set[str]] = defaultdict(set)
    for each in accepted:
        if each.receipt is not None:
            cases_of[each.receipt].add(each.case_id)
    twice = {case for cases in cases_of.values() if len(cases) > 1 for case in sorted(cases)[1:]}
    rows = [case.case_id for case in applications.cases if case.case_id in told]
    return Tally(
        "cases that clients were answered 201 for",
        expected=told,
        found=rows,
        explained=told.keys() - twice,
    ).line()


def _answers(applications: Applications) -> Line:
    """Compare the 201 answers that are kept with rows: both are written in one transaction."""
    rows = {case.case_id: case for case in applications.cases}
    kept = set(applications.answers)
    unanswered = [c.case_id for c in rows.values() if c.answer_kept and c.case_id not in kept]
    again = (Counter(applications.answers) - Counter(kept)).elements()
    return Line(
        "cases and the answers 201 that are kept",
        expected=len(applications.answers),
        found=len(rows.keys() & kept),
        missing=tuple(each for each in dict.fromkeys(applications.answers) if each not in rows),
        double=(*again, *unanswered),
    )


def _submitted(books: Books) -> Line:
    before, topics = books.before.applications, books.topics
    seen = topics.of(CASES_TOPIC, SUBMITTED)
    return Tally(
        "cases and their submitted events",
        expected=[c.case_id for c in before.cases if topics.may_hold(CASES_TOPIC, c.recorded_at)],
        found=[each.event.key for each in seen],
        explained={case.case_id for case in books.after.applications.cases},
        on_the_way={event.key for event in before.machinery.waiting(SUBMITTED)},
    ).line()


def _versions(applications: Applications) -> Line:
    """Compare the version of each row with its history: one line for each, none left out."""
    wanted = [(c.case_id, v) for c in applications.cases for v in range(1, c.version + 1)]
    lines = [(line.case_id, line.version) for line in applications.history]
    return Tally(
        "versions of cases and lines of their history", wanted, lines, explained=set(wanted)
    ).line()


def _history(books: Books) -> Line:
    before, topics = books.before.applications, books.topics
    seen = topics.of(CASES_TOPIC)
    return Tally(
        "lines of history and their events",
        expected=[
            (line.case_id, line.version)
            for line in before.history
            if topics.may_hold(CASES_TOPIC, line.recorded_at)
        ],
        found=[_line_of(each.event) for each in seen if _RANK.get(each.event.type) == 0],
        explained={(line.case_id, line.version) for line in books.after.applications.history},
        on_the_way={
            _line_of(event) for event in before.machinery.outbox if _RANK.get(event.type) == 0
        },
        out_of_order=out_of_order(
            seen, before.machinery.outbox, rank=_rank, name=lambda event: named(_line_of(event))
        ),
        repeated=topics.repeated(CASES_TOPIC),
    ).line()


def _line_of(event: Event) -> tuple[str, int]:
    return event.key, event.case_version or 0


def _rank(event: Event) -> tuple[int, int] | None:
    rank = _RANK.get(event.type)
    return None if rank is None else (event.case_version or 0, rank)
