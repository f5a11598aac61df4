"""The rows, records, messages and calls of an invented system, and how an account reads them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from local_stack.account.asked import Owed, Request, Timer, Wish
from local_stack.account.events import Event, Place, Seen, Topics, Version
from local_stack.account.facts import (
    AnswerTaken,
    Applications,
    Call,
    Case,
    Catalog,
    Databases,
    Evidence,
    Gateway,
    HistoryLine,
    Intent,
    Machinery,
    Message,
    Notifications,
    Outside,
    Person,
    Stored,
)
from local_stack.account.promises import NOTICE_TEMPLATE

NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(hours=1)
SWEEP = timedelta(minutes=2)


@dataclass
class InventedRows:
    """Everything as it is now."""

    cases: dict[str, int] = field(default_factory=dict)
    history: list[tuple[str, int]] = field(default_factory=list)
    answers_taken: list[AnswerTaken] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    relied_on: list[tuple[str, str]] = field(default_factory=list)
    requests: dict[str, str] = field(default_factory=dict)
    """What the case knows of each message: `delivered`, `failed` or nothing."""
    messages: dict[str, str] = field(default_factory=dict)
    intents: dict[str, str] = field(default_factory=dict)
    """Intents and their cases."""
    open_intents: list[str] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    copies: dict[str, list[Version]] = field(
        default_factory=lambda: {"applications": [], "meis-gateway": []}
    )
    outboxes: dict[str, list[Event]] = field(
        default_factory=lambda: {
            "applications": [],
            "notifications": [],
            "meis_gateway": [],
            "catalog": [],
        }
    )
    records: list[Seen] = field(default_factory=list)
    committed: dict[str, dict[Place, int]] = field(
        default_factory=lambda: {"applications": {}, "notifications": {}, "meis-gateway": {}}
    )
    cases_of_messages: dict[str, str] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)
    """The templates of messages that are no notices."""
    terms: dict[str, str] = field(default_factory=dict)
    """The last day of the term that a message told of."""
    outdated: set[str] = field(default_factory=set)
    """The requests whose messages tell what holds no more."""
    rejections: set[str] = field(default_factory=set)
    """The requests whose messages tell of a rejected mandate."""
    recipients: dict[str, str] = field(default_factory=dict)
    """Whom a message went to, where that is noted."""
    wanted: list[Wish] = field(default_factory=list)
    """The answers that open cases want."""
    questions: list[Wish] = field(default_factory=list)
    """The questions that wait."""
    notices: list[Owed] = field(default_factory=list)
    """Of the open cases whose persons are to be told of their term."""
    papers: list[Owed] = field(default_factory=list)
    """Of the cases that wait for papers."""
    rejected: list[Owed] = field(default_factory=list)
    """Of the cases that stand on a mandate that was rejected."""
    asking: set[str] = field(default_factory=set)
    """The requests whose messages ask for papers."""
    timers: list[Timer] = field(default_factory=list)
    """The timers that wait."""
    fired: list[Timer] = field(default_factory=list)
    """The timers of notices that have fired."""
    decided: list[str] = field(default_factory=list)
    """The cases whose decision a message is to tell of."""
    cabinet: list[str] = field(default_factory=list)
    inboxes: dict[str, int] = field(default_factory=dict)
    """The inbox of a message in the cabinet; each case is about a person of its own."""
    calls: list[Call] = field(default_factory=list)

    def databases(self) -> Databases:
        """Look at all four databases."""
        return Databases(self.applications(), self.notifications(), self.gateway(), self.catalog())

    def catalog(self) -> Catalog:
        """Look at the published versions."""
        return Catalog(self._machinery("catalog"), tuple(self.versions))

    def applications(self) -> Applications:
        """Look at the cases."""
        return Applications(
            self._machinery("applications"),
            cases=tuple(Case(i, version, LONG_AGO, True) for i, version in self.cases.items()),
            answers=tuple(self.cases),
            history=tuple(HistoryLine(i, version, LONG_AGO) for i, version in self.history),
            answers_taken=tuple(self.answers_taken),
            evidence=tuple(self.evidence),
            relied_on=tuple(self.relied_on),
            people={(i, "person-concerned"): Person("key", f"of {i}") for i in self.cases},
            copies=tuple(self.copies["applications"]),
            requests=tuple(self._request(i, said) for i, said in self.requests.items()),
            wanted=tuple(self.wanted),
            questions=tuple(self.questions),
            notices=tuple(self.notices),
            papers=tuple(self.papers),
            rejections=tuple(self.rejected),
            timers=tuple(self.timers),
            fired=tuple(self.fired),
            decided=tuple(self.decided),
        )

    def notifications(self) -> Notifications:
        """Look at the messages."""
        messages = (
            Message(*self._kind_of(i), i, f"key-{i}", state, LONG_AGO, "person-concerned")
            for i, state in self.messages.items()
        )
        return Notifications(self._machinery("notifications"), tuple(messages))

    def gateway(self) -> Gateway:
        """Look at the intents and outcomes; what has no outcome yet was opened just now.

        The clock of the gateway's machine is far behind that of its database.
        """
        return Gateway(
            self._machinery("meis_gateway"),
            intents=tuple(
                Intent(i, case_id, f"evidence-{i}", "sigorta", LONG_AGO)
                for i, case_id in self.intents.items()
            ),
            outcomes=tuple(self.outcomes),
            opened_at=dict.fromkeys(self.open_intents, NOW),
            copies=tuple(self.copies["meis-gateway"]),
        )

    def topics(self) -> Topics:
        """Read the topics."""
        return Topics(tuple(self.records))

    def come_to(self) -> dict[str, dict[Place, int]]:
        """Ask how far consumers have come."""
        return {consumer: dict(places) for consumer, places in self.committed.items()}

    def outside(self) -> Outside:
        """Ask the sandbox."""
        stored = (Stored(key, self.inboxes.get(key, 0)) for key in self.cabinet)
        return Outside(NOW, LONG_AGO, tuple(stored), tuple(self.calls))

    def _request(self, request_id: str, said: str) -> Request:
        """Requests were made one after the other, and all of them long ago."""
        return Request(
            *self._kind_of(request_id),
            request_id,
            delivered=said == "delivered",
            failed=said == "failed",
            serial=list(self.requests).index(request_id),
            term_on=self.terms.get(request_id),
            requested_at=LONG_AGO,
            outdated=request_id in self.outdated,
            mandate_rejected=request_id in self.rejections,
            asks_for_papers=request_id in self.asking,
            recipient=self.recipients.get(request_id),
        )

    def _kind_of(self, request_id: str) -> tuple[str, str]:
        template = self.templates.get(request_id, NOTICE_TEMPLATE)
        return self.cases_of_messages[request_id], template

    def _machinery(self, service: str) -> Machinery:
        return Machinery(NOW, tuple(self.outboxes[service]))
