"""Published versions: on their topic or superseded there, and copied by who runs or asks by them."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from local_stack.account import events
from local_stack.account.balance import account_of
from local_stack.account.events import PASSPORTS_TOPIC
from local_stack.account.facts import Machinery, Parked
from tests.builders.account_lines import (
    CASE_COPIES,
    GATEWAY_COPIES,
    OUTBOXES,
    PUBLISHED,
    line_of,
)
from tests.builders.books import InventedSystem, books_of, event, finished
from tests.builders.invented_rows import NOW, SWEEP
from tests.builders.mischief import published_again, strayed, unpublished

OLD = event("p-1", "catalog", events.PUBLISHED, "benefit", published=1)


def the_old_one_behind(system: InventedSystem) -> None:
    system.publish(PASSPORTS_TOPIC, 0, OLD)


def the_old_one_elsewhere(system: InventedSystem) -> None:
    system.records.insert(0, replace(system.records[0], event=OLD))
    strayed(system, "p-2")


def a_planned_one(system: InventedSystem) -> None:
    """Publish a third version, which brings along the second: it is in force until then."""
    system.versions.append(("benefit", 3))
    told = event("p-3", "catalog", events.PUBLISHED, "benefit", published=3)
    system.publish(PASSPORTS_TOPIC, 0, replace(told, until_then=(2,)))
    unpublished(system, "p-2")
    for consumer, copies in system.copies.items():
        copies.append(("benefit", 3))
        system.come(consumer, PASSPORTS_TOPIC, 0)


def without_the_one_in_force(system: InventedSystem) -> None:
    a_planned_one(system)
    system.copies["applications"].remove(("benefit", 2))


WRONG: dict[str, tuple[Callable[[InventedSystem], object], str, str, str]] = {
    "no event": (lambda s: unpublished(s, "p-2"), PUBLISHED, "missing", "benefit/1"),
    "no version": (lambda s: s.versions.pop(), PUBLISHED, "double", "benefit/2"),
    "another order": (the_old_one_behind, PUBLISHED, "out_of_order", "benefit/1"),
    "another partition": (the_old_one_elsewhere, PUBLISHED, "out_of_order", "benefit/2"),
    "no copy": (lambda s: s.copies["applications"].pop(), CASE_COPIES, "missing", "benefit/2"),
    "no copy of the gateway": (
        lambda s: s.copies["meis-gateway"].pop(),
        *(GATEWAY_COPIES, "missing", "benefit/2"),
    ),
    "no copy of what is in force until then": (
        *(without_the_one_in_force, CASE_COPIES, "missing", "benefit/2"),
    ),
    "a copy of nothing": (
        lambda s: s.copies["meis-gateway"].append(("benefit", 3)),
        *(GATEWAY_COPIES, "double", "benefit/3"),
    ),
}


@pytest.mark.parametrize(("mischief", "what", "kind", "example"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_version_is_named(
    mischief: Callable[[InventedSystem], object], what: str, kind: str, example: str
) -> None:
    system = finished()
    mischief(system)

    assert getattr(line_of(books_of(system), what), kind)[0] == example
    assert not account_of(books_of(system), sweep=SWEEP).holds


def test_a_superseded_version_needs_no_event_any_more() -> None:
    line = line_of(books_of(finished()), PUBLISHED)

    assert (line.expected, line.found, line.holds) == (2, 2, True)


def test_a_planned_version_brings_along_what_is_in_force_until_then() -> None:
    system = finished()
    a_planned_one(system)
    line = line_of(books_of(system), CASE_COPIES)

    assert (line.expected, line.holds) == (2, True)
    assert account_of(books_of(system), sweep=SWEEP).holds


def test_the_versions_of_a_service_that_ceased_need_no_event_any_more() -> None:
    system = finished()
    unpublished(system, "p-2")
    system.publish(PASSPORTS_TOPIC, 0, event("gone", "catalog", events.PUBLISHED, "benefit"))

    assert account_of(books_of(system), sweep=SWEEP).holds


def test_a_version_whose_event_comes_again_is_told_and_is_no_fault() -> None:
    system = finished()
    published_again(system, "p-2", other_id="announced anew")
    published_again(system, "p-2")

    assert account_of(books_of(system), sweep=SWEEP).holds
    assert line_of(books_of(system), PUBLISHED).repeated == 1


def test_a_version_in_the_outbox_of_the_catalogue_is_on_its_way() -> None:
    system = finished()
    system.versions.append(("benefit", 3))
    told = event("p-3", "catalog", events.PUBLISHED, "benefit", published=3)
    system.outboxes["catalog"].append(told)
    books = books_of(system)

    assert line_of(books, PUBLISHED).waiting == ("benefit/3",)
    assert line_of(books, OUTBOXES).note.startswith("catalog: 1")
    assert account_of(books, sweep=SWEEP).holds


def test_a_version_its_consumer_has_not_come_to_is_on_its_way() -> None:
    system = finished()
    system.copies["meis-gateway"].pop()
    system.committed["meis-gateway"].clear()

    assert line_of(books_of(system), GATEWAY_COPIES).waiting == ("benefit/2",)
    assert account_of(books_of(system), sweep=SWEEP).holds


def test_a_version_the_cases_do_not_understand_is_open_until_somebody_lets_it_go() -> None:
    system = finished()
    system.copies["applications"].pop()
    books = books_of(system)

    def parked(*, waits: bool) -> Machinery:
        return Machinery(NOW, parked=(Parked("applications", "p-2", waits, not waits),))

    cases = books.after.applications
    waiting, let_go = (
        replace(books, after=replace(books.after, applications=replace(cases, machinery=each)))
        for each in (parked(waits=True), parked(waits=False))
    )

    assert line_of(waiting, CASE_COPIES).waiting == ("benefit/2",)
    assert line_of(let_go, CASE_COPIES).holds
    assert line_of(let_go, CASE_COPIES).note == "1 let go of by somebody"
