"""Passports: a published version is on its topic or superseded there, and consumers have copies."""

import math

from local_stack.account.events import PASSPORTS_TOPIC, PUBLISHED, Event, Seen, Version
from local_stack.account.facts import Applications, Books, Gateway
from local_stack.account.lines import Line, Tally, named
from local_stack.account.order import out_of_order


def lines_of_passports(books: Books) -> list[Line]:
    """Draw the lines of the published versions."""
    before, after = books.before, books.after
    return [
        _published(books),
        _copied(books, "applications", before.applications, after.applications),
        _copied(books, "meis-gateway", before.gateway, after.gateway),
    ]


def _published(books: Books) -> Line:
    """Compare versions with their events: the topic is compacted and keeps the newest of a service.

    One version under two event ids is no fault: the topic says how a service stands, not what
    happened to it. Nor is one that waits behind a later one: it may have gone and be superseded
    since we looked at the outbox.
    """
    before, topics = books.before.catalog, books.topics
    seen = topics.of(PASSPORTS_TOPIC, PUBLISHED)
    there = {each.event.version for each in seen if each.event.version is not None}
    newest = _newest(seen)
    return Tally(
        "published versions and their events",
        expected=before.versions,
        found=there | {each for each in before.versions if each[1] < newest.get(each[0], 0)},
        explained=set(books.after.catalog.versions),
        on_the_way={event.version for event in before.machinery.waiting(PUBLISHED)},
        out_of_order=out_of_order(seen, (), rank=_number, name=_name),
        repeated=topics.repeated(PASSPORTS_TOPIC),
    ).line()


def _newest(seen: list[Seen]) -> dict[str, float]:
    """Return the version each service ends with; one that ceased is behind all of its own."""
    return {
        each.event.key: math.inf if each.event.published is None else each.event.published
        for each in seen
    }


def _copied(
    books: Books, consumer: str, had: Applications | Gateway, has: Applications | Gateway
) -> Line:
    """Compare the versions on the topic with the copies of a consumer.

    A version that the topic no longer holds may have gone before its consumer came: nothing is
    certain of it. A copy younger than the first look may be younger than the last at the catalogue.
    """
    seen = books.topics.of(PASSPORTS_TOPIC, PUBLISHED)
    coming = has.machinery.coming(consumer, seen, books.topics)
    let_go = has.machinery.let_go_ids(consumer)
    young: set[Version] = set(has.copies) - set(had.copies)
    return Tally(
        f"published versions and their copies in {consumer}",
        expected=[version for each in seen for version in each.event.versions],
        found=has.copies,
        explained=young | set(books.after.catalog.versions),
        on_the_way=_told_by(coming, seen),
        let_go=_told_by(let_go, seen),
    ).line()


def _told_by(ids: set[str], seen: list[Seen]) -> set[Version]:
    return {version for each in seen if each.event.id in ids for version in each.event.versions}


def _number(event: Event) -> int | None:
    return event.published


def _name(event: Event) -> str:
    return named(event.version or event.id)
