"""Messages: what a case asked for is one row, one message in the cabinet, and known to the case."""

from collections.abc import Collection, Mapping

from local_stack.account.events import (
    CASES_TOPIC,
    DELIVERED,
    DELIVERIES_TOPIC,
    FAILED,
    MESSAGE_REQUESTED,
    Event,
    Topics,
)
from local_stack.account.facts import Books
from local_stack.account.lines import Line, Tally
from local_stack.account.order import out_of_order

_NOTIFICATIONS, _APPLICATIONS = "notifications", "applications"  # consumers
_DONE, _FAILED = "delivered", "failed"
_ENDS = {_DONE, _FAILED}
_WORDS = {DELIVERED: _DONE, FAILED: _FAILED}
"""What the events say, in the words of the rows."""


def lines_of_messages(books: Books) -> list[Line]:
    """Draw the lines of the messages."""
    return [
        _taken_in(books),
        _in_the_cabinet(books),
        _failed(books),
        _told(books),
        _known(books),
    ]


def _taken_in(books: Books) -> Line:
    """Compare what cases asked for with rows of notifications."""
    before, after = books.before.applications, books.after.notifications
    taken_in = [message.request_id for message in after.messages]
    # A row younger than the first look may be younger than the last look at the cases as well.
    young = set(taken_in) - {m.request_id for m in books.before.notifications.messages}
    return Tally(
        "messages asked for and rows in notifications",
        expected=[request.request_id for request in before.requests],
        found=taken_in,
        explained=young | {request.request_id for request in books.after.applications.requests},
        on_the_way=_coming(books),
        let_go=after.machinery.let_go_ids(_NOTIFICATIONS),
    ).line()


def _coming(books: Books) -> set[str]:
    """Return the ids of the requests that notifications has not come to yet."""
    asked = books.topics.of(CASES_TOPIC, MESSAGE_REQUESTED)
    on_topic = {each.event.id for each in asked}
    waiting = books.before.applications.machinery.waiting(MESSAGE_REQUESTED)
    unpublished = {event.id for event in waiting} - on_topic
    machinery = books.after.notifications.machinery
    return unpublished | machinery.coming(_NOTIFICATIONS, asked, books.topics)


def _in_the_cabinet(books: Books) -> Line:
    """Compare rows with the cabinet, which may hold a message whose row does not know it yet."""
    before = books.before.notifications.messages
    return Tally(
        "rows in notifications and messages in the cabinet",
        expected=[message.client_key for message in before if message.state != _FAILED],
        found=books.outside.client_keys,
        explained={
            message.client_key
            for message in books.after.notifications.messages
            if message.state != _FAILED
        },
        on_the_way={message.client_key for message in before if message.state not in _ENDS},
        out_of_order=_late_in_the_cabinet(books),
    ).line()


def _late_in_the_cabinet(books: Books) -> list[str]:
    """Name the messages that the cabinet got after one of their case that was asked for later."""
    asked_at = _asked_at(books.topics)
    rank_of = {
        message.client_key: (message.case_id, asked_at[message.request_id])
        for message in books.after.notifications.messages
        if message.request_id in asked_at
    }
    last: dict[str, int] = {}
    late: list[str] = []
    for client_key in books.outside.client_keys:
        if client_key not in rank_of:
            continue
        case_id, rank = rank_of[client_key]
        if rank < last.get(case_id, rank):
            late.append(client_key)
        last[case_id] = max(rank, last.get(case_id, rank))
    return late


def _asked_at(topics: Topics) -> dict[str, int]:
    """Return where each message was asked for among those of its case: no clock says it better.

    The requests of a case lie in one partition; one that the topic no longer holds has no place.
    """
    return {each.event.id: each.offset for each in topics.of(CASES_TOPIC, MESSAGE_REQUESTED)}


def _failed(books: Books) -> Line:
    """Tell what the cabinet refused for good: somebody must look, nothing is lost."""
    failed = sum(message.state == _FAILED for message in books.after.notifications.messages)
    return Line(
        "messages the cabinet refused for good",
        expected=failed,
        found=failed,
        note="told, no fault of the balance" if failed else "",
    )


def _told(books: Books) -> Line:
    """Compare what became of each message with the event that says so, delivered or refused."""
    before, topics = books.before.notifications, books.topics
    seen = topics.of(DELIVERIES_TOPIC, *_WORDS)
    state_of = {message.request_id: message.state for message in books.after.notifications.messages}
    return Tally(
        "messages delivered or refused and their events",
        expected=[
            message.request_id
            for message in before.messages
            if message.state in _ENDS and topics.may_hold(DELIVERIES_TOPIC, message.recorded_at)
        ],
        found=[_word_of(each.event, state_of) for each in seen],
        explained=state_of,
        on_the_way={event.request_id for event in before.machinery.waiting(*_WORDS)},
        out_of_order=_told_late(books),
        repeated=topics.repeated(DELIVERIES_TOPIC),
    ).line()


def _told_late(books: Books) -> list[str]:
    """Name the messages whose end was told after that of one of their case asked for later.

    A message waits until every earlier one of its case has come to its end.
    """
    asked_at = _asked_at(books.topics)
    return out_of_order(
        books.topics.of(DELIVERIES_TOPIC),
        books.before.notifications.machinery.outbox,
        rank=lambda event: asked_at.get(event.request_id or ""),
        name=lambda event: event.request_id or event.id,
    )


def _word_of(event: Event, state_of: Mapping[str, str]) -> str:
    """Return which message an event tells of; one that tells what is not so has a name of its own."""
    request_id, word = event.request_id or event.id, _WORDS[event.type]
    return request_id if state_of.get(request_id) == word else f"{request_id}/{word}"


def _known(books: Books) -> Line:
    """Compare the events of messages' ends with the cases that took them over."""
    after = books.after.applications
    events = books.topics.of(DELIVERIES_TOPIC, *_WORDS)
    delivered = {request.request_id for request in after.requests if request.delivered}
    failed = {request.request_id for request in after.requests if request.failed}
    known = {DELIVERED: delivered, FAILED: failed | delivered}
    told_of = dict.fromkeys(each.event.request_id or "" for each in events)
    unknown = {each.event.request_id for each in events if not _is_known(each.event, known)}
    coming = after.machinery.coming(_APPLICATIONS, events, books.topics)
    let_go = after.machinery.let_go_ids(_APPLICATIONS)
    return Tally(
        "events of messages' ends and the cases that know",
        expected=told_of,
        found=[request_id for request_id in told_of if request_id not in unknown],
        explained=told_of,
        on_the_way={each.event.request_id for each in events if each.event.id in coming},
        let_go={each.event.request_id for each in events if each.event.id in let_go},
    ).line()


def _is_known(event: Event, known: Mapping[str, Collection[str]]) -> bool:
    return event.request_id in known[event.type]
