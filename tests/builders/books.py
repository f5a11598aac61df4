"""The books of an invented system, step by step as a case goes through it, for accounts without servers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from local_stack.account.asked import Owed, Timer
from local_stack.account.events import (
    ADVANCED,
    CASES_TOPIC,
    DELIVERED,
    DELIVERIES_TOPIC,
    LOOKED,
    MEIS_TOPIC,
    MESSAGE_REQUESTED,
    PASSPORTS_TOPIC,
    PUBLISHED,
    SUBMITTED,
    Event,
    Place,
    Seen,
    Version,
)
from local_stack.account.facts import AnswerTaken, Books, Call, Evidence
from tests.builders.invented_rows import LONG_AGO, InventedRows

Step = Callable[[], None]


@dataclass
class InventedSystem(InventedRows):
    """A system at work; each case has a partition of its own."""

    def case(self, number: int) -> Iterator[Step]:
        """Give the steps of one case in their order, each of them one commit or one call."""
        case_id = f"case-{number}"
        submitted = event(f"s-{number}", "applications", SUBMITTED, case_id, case_version=1)
        yield lambda: self._submit(case_id, submitted)
        yield from self._relay("applications", CASES_TOPIC, number, submitted)
        yield from self._question(number, case_id)
        notified = event(f"n-{number}", "applications", ADVANCED, case_id, case_version=2)
        asked = event(f"m-{number}", "applications", MESSAGE_REQUESTED, case_id, case_version=2)
        yield lambda: self._answer(case_id, f"evidence-intent-{number}", notified, asked)
        yield from self._relay("applications", CASES_TOPIC, number, notified, asked)
        yield lambda: self.messages.update({asked.id: "pending"})
        yield lambda: self.come("notifications", CASES_TOPIC, number)
        yield lambda: self.messages.update({asked.id: "sending"})
        yield lambda: self.store(f"key-{asked.id}", number)
        told = event(f"d-{number}", "notifications", DELIVERED, case_id, request_id=asked.id)
        yield lambda: self._deliver(asked.id, told)
        yield from self._relay("notifications", DELIVERIES_TOPIC, number, told)
        known = event(f"k-{number}", "applications", ADVANCED, case_id, case_version=3)
        yield lambda: self._know(case_id, asked.id, known)
        yield lambda: self.come("applications", DELIVERIES_TOPIC, number)
        yield from self._relay("applications", CASES_TOPIC, number, known)

    def publications(self) -> Iterator[Step]:
        """Give the steps by which two versions of one service are published, one after the other."""
        yield from self._publication(("benefit", 1))
        yield from self._publication(("benefit", 2))

    def _publication(self, version: Version) -> Iterator[Step]:
        service_id, number = version
        told = event(f"p-{number}", "catalog", PUBLISHED, service_id, published=number)
        yield lambda: self._release(version, told)
        yield from self._relay("catalog", PASSPORTS_TOPIC, 0, told)
        yield lambda: self._compact(service_id)
        for consumer, copies in self.copies.items():
            yield partial(copies.append, version)
            yield partial(self.come, consumer, PASSPORTS_TOPIC, 0)

    def _release(self, version: Version, told: Event) -> None:
        self.versions.append(version)
        self.outboxes["catalog"].append(told)

    def _compact(self, service_id: str) -> None:
        """Take all but the newest event of a service off the topic."""
        old = [each for each in self.records if each.event.key == service_id][:-1]
        self.records[:] = [each for each in self.records if each not in old]

    def _question(self, number: int, case_id: str) -> Iterator[Step]:
        intent_id = f"intent-{number}"
        looked = event(
            f"l-{number}",
            "meis-gateway",
            LOOKED,
            case_id,
            evidence_id=f"evidence-{intent_id}",
            subsystem="sigorta",
        )
        yield lambda: self._intend(intent_id, case_id)
        yield lambda: self.calls.append(Call(number + 1, "sigorta", intent_id))
        yield lambda: self._conclude(intent_id, looked)
        yield from self._relay("meis_gateway", MEIS_TOPIC, number, looked)

    def _change(self, case_id: str, told: Event) -> None:
        self.cases[case_id] = self.cases.get(case_id, 0) + 1
        self.history.append((case_id, self.cases[case_id]))
        self.outboxes["applications"].append(told)

    def _submit(self, case_id: str, told: Event) -> None:
        """Take the case in with its question and its timer."""
        self._change(case_id, told)
        self.wanted.append((case_id, "insurance"))
        self.questions.append((case_id, "insurance"))
        self.notices.append(Owed(case_id, LONG_AGO))
        self.timers.append(Timer(case_id, LONG_AGO))

    def _answer(self, case_id: str, evidence_id: str, told: Event, asked: Event) -> None:
        """Take the registries' answer into the case, and fire the timer of its notice."""
        self._change(case_id, told)
        answer = AnswerTaken(case_id, "insured", "insurance", LONG_AGO)
        self.answers_taken.append(answer)
        self.evidence.append(Evidence(answer, evidence_id))
        self.relied_on.append((case_id, evidence_id))
        self.wanted.remove((case_id, "insurance"))
        self.questions.remove((case_id, "insurance"))
        self.timers.remove(Timer(case_id, LONG_AGO))
        self.fired.append(Timer(case_id, LONG_AGO))
        self.requests[asked.id] = ""
        self.cases_of_messages[asked.id] = case_id
        self.outboxes["applications"].append(asked)

    def _deliver(self, request_id: str, told: Event) -> None:
        self.messages[request_id] = "delivered"
        self.outboxes["notifications"].append(told)

    def _know(self, case_id: str, request_id: str, told: Event) -> None:
        self._change(case_id, told)
        self.requests[request_id] = "delivered"

    def _intend(self, intent_id: str, case_id: str) -> None:
        self.intents[intent_id] = case_id
        self.open_intents.append(intent_id)

    def _conclude(self, intent_id: str, told: Event) -> None:
        self.open_intents.remove(intent_id)
        self.outcomes.append(intent_id)
        self.outboxes["meis_gateway"].append(told)

    def _relay(self, service: str, topic: str, number: int, *events: Event) -> Iterator[Step]:
        for each in events:
            yield partial(self.publish, topic, number, each)
        outbox = self.outboxes[service]
        for each in events:
            yield partial(outbox.remove, each)

    def store(self, client_key: str, inbox: int) -> None:
        """Put a message into an inbox."""
        self.cabinet.append(client_key)
        self.inboxes[client_key] = inbox

    def publish(self, topic: str, number: int, told: Event) -> None:
        """Put an event at the end of the partition of a case."""
        place = (topic, number)
        self.records.append(Seen(told, place, self._end(place)))

    def come(self, consumer: str, topic: str, number: int) -> None:
        """Let a consumer have taken over all that the partition of a case holds."""
        place = (topic, number)
        self.committed[consumer][place] = self._end(place)

    def _end(self, place: Place) -> int:
        return max((each.offset + 1 for each in self.records if each.place == place), default=0)


def event(
    event_id: str,
    source: str,
    kind: str,
    key: str,
    *,
    case_version: int | None = None,
    request_id: str | None = None,
    evidence_id: str | None = None,
    subsystem: str | None = None,
    published: int | None = None,
) -> Event:
    """Return an event of a case, or of a service."""
    data = (case_version, request_id, evidence_id, subsystem, published)
    return Event(event_id, source, kind, key, LONG_AGO, *data)


def finished(cases: int = 2) -> InventedSystem:
    """Return a system in which so many cases have gone all the way, and two versions as well."""
    system = InventedSystem()
    for steps in (system.publications(), *map(system.case, range(cases))):
        for step in steps:
            step()
    return system


def books_of(system: InventedSystem) -> Books:
    """Return the books of a system that stands still."""
    topics = replace(system.topics(), committed=system.come_to())
    return Books(system.databases(), topics, system.outside(), system.databases())
