"""What is done to an invented system, so that its account says so, or must not."""

from dataclasses import replace
from datetime import datetime

from local_stack.account.events import (
    CASES_TOPIC,
    DELIVERED,
    DELIVERIES_TOPIC,
    LOOKED,
    MEIS_TOPIC,
    MESSAGE_REQUESTED,
)
from tests.builders.books import InventedSystem, event


def unpublished(system: InventedSystem, event_id: str) -> None:
    """Take the records of an event off the topics."""
    system.records[:] = [each for each in system.records if each.event.id != event_id]


def published_again(system: InventedSystem, event_id: str, *, other_id: str | None = None) -> None:
    """Put the event of a record on its topic once more, as itself or under another id."""
    [seen] = [each for each in system.records if each.event.id == event_id]
    told = replace(seen.event, id=other_id or event_id)
    system.publish(seen.place[0], seen.place[1], told)


def second_message(system: InventedSystem, request_id: str = "m-9") -> None:
    """Let case 1 have its decision behind its first message, asked for, delivered and known."""
    asked = event(request_id, "applications", MESSAGE_REQUESTED, "case-1", case_version=3)
    told = event(f"d-{request_id}", "notifications", DELIVERED, "case-1", request_id=request_id)
    system.publish(CASES_TOPIC, 1, asked)
    system.requests[request_id] = system.messages[request_id] = "delivered"
    system.cases_of_messages[request_id] = "case-1"
    system.templates[request_id] = "decision"
    system.decided.append("case-1")
    system.store(f"key-{request_id}", 1)
    system.publish(DELIVERIES_TOPIC, 1, told)


def second_look(system: InventedSystem, recorded_at: datetime) -> None:
    """Let another registry have been asked for case 1, and its event recorded at that instant."""
    system.intents["intent-9"] = "case-1"
    system.outcomes.append("intent-9")
    looked = event(
        "l-9",
        "meis-gateway",
        LOOKED,
        "case-1",
        evidence_id="evidence-intent-9",
        subsystem="sigorta",
    )
    system.publish(MEIS_TOPIC, 1, replace(looked, recorded_at=recorded_at))


def swapped(system: InventedSystem, first: str, second: str) -> None:
    """Let two records change places."""
    at = {each.event.id: place for place, each in enumerate(system.records)}
    one, two = at[first], at[second]
    records = system.records
    records[one], records[two] = records[two], records[one]


def strayed(system: InventedSystem, event_id: str) -> None:
    """Let a record lie in another partition than the others of its case."""
    [seen] = [each for each in system.records if each.event.id == event_id]
    system.records.remove(seen)
    system.publish(seen.place[0], 77, seen.event)
