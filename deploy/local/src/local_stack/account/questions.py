"""Questions to registries: a call has its intent, an intent one outcome, an outcome one event."""

from datetime import datetime, timedelta

from local_stack.account.events import LOOKED, MEIS_TOPIC, Event
from local_stack.account.facts import Books, Intent
from local_stack.account.lines import Line, Tally, named
from local_stack.account.order import out_of_order


def lines_of_questions(books: Books, *, sweep: timedelta) -> list[Line]:
    """Draw the lines of the questions; an intent may be without outcome for ``sweep``."""
    return [_outcomes(books, sweep), _events(books), _calls(books)]


def _outcomes(books: Books, sweep: timedelta) -> Line:
    """Compare intents with outcomes: one that is off the list of open ones nobody will close."""
    after = books.after.gateway
    return Tally(
        "intents and their outcomes",
        expected=[intent.intent_id for intent in books.before.gateway.intents],
        found=after.outcomes,
        explained={intent.intent_id for intent in after.intents},
        on_the_way={
            intent_id
            for intent_id, opened_at in after.opened_at.items()
            if after.machinery.read_at - opened_at < sweep
        },
    ).line()


def _events(books: Books) -> Line:
    """Compare outcomes with events; an event names its look by question and subsystem."""
    before, topics = books.before.gateway, books.topics
    closed = set(before.outcomes)
    seen = topics.of(MEIS_TOPIC, LOOKED)
    return Tally(
        "outcomes and their events",
        expected=[
            _look(intent)
            for intent in before.intents
            if intent.intent_id in closed and topics.may_hold(MEIS_TOPIC, intent.recorded_at)
        ],
        found=[_look(each.event) for each in seen],
        explained={_look(intent) for intent in books.after.gateway.intents},
        on_the_way={_look(event) for event in before.machinery.waiting(LOOKED)},
        out_of_order=out_of_order(
            topics.of(MEIS_TOPIC), before.machinery.outbox, rank=_recorded_at, name=_name_of
        ),
        repeated=topics.repeated(MEIS_TOPIC),
    ).line()


def _recorded_at(event: Event) -> datetime:
    """Return the one thing that orders the gateway's events: when each was put in the outbox.

    The instant is taken under the lock of the key, by the database's clock.
    """
    return event.recorded_at


def _name_of(event: Event) -> str:
    return named((event.evidence_id or event.id, event.subsystem or event.key))


def _calls(books: Books) -> Line:
    """Compare what registries were really asked with what was written down before.

    An intent without a call is no fault: who was to ask may have died in between.
    """
    subsystem_of = {i.intent_id: i.subsystem for i in books.after.gateway.intents}
    met: set[str] = set()
    missing: list[str] = []
    double: list[str] = []
    for call in books.outside.calls:
        intent_id = call.intent_id
        if intent_id is None or subsystem_of.get(intent_id) != call.subsystem:
            missing.append(f"call {call.no}")
        elif intent_id in met:
            double.append(intent_id)
        else:
            met.add(intent_id)
    return Line(
        "calls of registries about a person and their intents",
        expected=len(books.outside.calls),
        found=len(met),
        missing=tuple(missing),
        double=tuple(double),
        note="; ".join(_out_of_reach(books)),
    )


def _out_of_reach(books: Books) -> list[str]:
    """Tell what the list of calls does not reach: forgotten calls, intents from before it began."""
    outside = books.outside
    older = sum(intent.recorded_at < outside.since for intent in books.after.gateway.intents)
    notes: list[str] = []
    if outside.forgotten:
        notes.append(f"without the first {outside.forgotten} calls, which the sandbox forgot")
    if older:
        since = outside.since.isoformat(timespec="seconds")
        notes.append(f"the list of calls begins {since}, intents from before it: {older}")
    return notes


def _look(look: Intent | Event) -> tuple[str, str]:
    return look.evidence_id or "", look.subsystem or ""
