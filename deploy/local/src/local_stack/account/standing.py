"""What waits, wherever it waits: due work, outboxes, parked events, leases nobody gave back."""

from collections import Counter

from local_stack.account.facts import Books, Machinery
from local_stack.account.lines import Line


def lines_of_standing(books: Books) -> list[Line]:
    """Draw the lines of what stands still or is on its way."""
    places = books.after.machineries
    return [_records(books), _due(books), _outboxes(places), _parked(places), _leases(places)]


def _records(books: Books) -> Line:
    """Tell of doubles on the topics, which consumers absorb, and of records that are no events."""
    seen = books.topics.seen
    distinct = len({(each.place[0], each.event.source, each.event.id) for each in seen})
    notes = [f"{books.topics.unreadable} are no events"] if books.topics.unreadable else []
    notes += [f"{topic} begins later than the system" for topic in sorted(books.topics.oldest)]
    return Line(
        "events on the topics",
        expected=distinct,
        found=len(seen),
        repeated=len(seen) - distinct,
        note="; ".join(notes),
    )


def _due(books: Books) -> Line:
    applications = books.after.applications
    timers = [timer.case_id for timer in applications.timers if timer.due_at <= books.outside.now]
    counts = {"timers": len(timers), "questions": len(applications.due_questions)}
    return Line(
        "timers and questions that are due",
        waiting=(*timers, *applications.due_questions),
        open=sum(counts.values()),
        note="; ".join(f"{kind}: {n}" for kind, n in counts.items() if n),
    )


def _outboxes(places: dict[str, Machinery]) -> Line:
    waiting = [event.id for each in places.values() for event in each.outbox]
    notes = [
        f"{name}: {len(each.outbox)}, oldest {_age(each):.0f} s"
        for name, each in places.items()
        if each.outbox
    ]
    return Line(
        "events waiting in outboxes",
        waiting=tuple(waiting),
        open=len(waiting),
        note="; ".join(notes),
    )


def _parked(places: dict[str, Machinery]) -> Line:
    waiting = [each for one in places.values() for each in one.parked if each.waits]
    counts = Counter(each.consumer for each in waiting)
    return Line(
        "parked events that wait",
        waiting=tuple(each.event_id or "?" for each in waiting),
        open=len(waiting),
        note="; ".join(f"{consumer}: {n}" for consumer, n in sorted(counts.items())),
    )


def _leases(places: dict[str, Machinery]) -> Line:
    overdue = {
        f"{name} {kind}": count
        for name, each in places.items()
        for kind, count in each.leases.items()
        if count
    }
    return Line(
        "leases overdue",
        waiting=tuple(overdue),
        open=sum(overdue.values()),
        note="; ".join(f"{what}: {count}" for what, count in overdue.items()),
    )


def _age(machinery: Machinery) -> float:
    oldest = min(event.recorded_at for event in machinery.outbox)
    return max(0.0, (machinery.read_at - oldest).total_seconds())
