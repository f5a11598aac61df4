"""What an account is made from, as it was read: ids, states and places, and nobody's data.

Databases are read twice, before and after topics and sandbox. What the first look promises must be
kept by then; what is found in between must be explained by the second. So work that is on its way
is never called lost, however busy the system is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from local_stack.account.asked import Owed, Request, Timer, Wish
from local_stack.account.events import Event, Seen, Topics, Version


@dataclass(frozen=True, slots=True)
class Parked:
    """An event that a consumer parked; it ``waits`` until somebody replays it, or lets it go."""

    consumer: str
    event_id: str | None
    waits: bool
    let_go: bool


@dataclass(frozen=True, slots=True)
class Machinery:
    """What every service's database has beside its own: outbox, parked events, overdue leases.

    ``read_at`` is the database's clock; ``leases`` counts what is leased for too long, by kind.
    """

    read_at: datetime
    outbox: tuple[Event, ...] = ()
    parked: tuple[Parked, ...] = ()
    leases: Mapping[str, int] = field(default_factory=dict)

    def waiting(self, *kinds: str) -> list[Event]:
        """Return the events of some types that are not published yet, in their order."""
        return [event for event in self.outbox if event.type in kinds]

    def parked_ids(self, consumer: str) -> set[str]:
        """Return the ids of the parked events of a consumer that wait."""
        return {
            each.event_id or "" for each in self.parked if each.waits and each.consumer == consumer
        }

    def coming(self, consumer: str, events: Iterable[Seen], topics: Topics) -> set[str]:
        """Return the ids of the events a consumer has not come to yet, or has parked."""
        ahead = {each.event.id for each in events if not topics.taken_over(consumer, each)}
        return ahead | self.parked_ids(consumer)

    def let_go_ids(self, consumer: str) -> set[str]:
        """Return the ids of the parked events of a consumer that somebody let go of for good."""
        return {
            each.event_id or "" for each in self.parked if each.let_go and each.consumer == consumer
        }


@dataclass(frozen=True, slots=True)
class Case:
    """A row of a case; ``answer_kept`` when its 201 cannot have been forgotten yet."""

    case_id: str
    version: int
    recorded_at: datetime
    answer_kept: bool


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A line of a case's history."""

    case_id: str
    version: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class AnswerTaken:
    """What registries answered, taken into a case; ``step`` is None where they supplied papers."""

    case_id: str
    question: str
    step: str | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """A row of evidence of an answer; no gateway's id where the gateway itself gave none."""

    answer: AnswerTaken
    gateway_evidence_id: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose messages can be recognised: a blind index, and the key it was made with."""

    index_key_id: str
    index: str


@dataclass(frozen=True, slots=True)
class Applications:
    """The cases' database. ``answers`` are the case ids of the 201 answers that are kept.

    ``answers_taken`` are lines of history. ``relied_on`` are case and gateway's evidence of steps
    and requirements. ``due_questions`` are the case ids of questions that are due to be asked.
    ``copies`` are the published versions it runs cases by. ``people`` are by case and role.
    ``timers`` wait; ``fired`` are those of notices that have fired. ``decided`` are the case ids of
    decisions that the passport lets a message tell of. ``wanted`` are the answers that open cases
    want, ``questions`` those that waiting questions will bring. ``notices`` are of the open cases
    whose term runs and has a day of notice, since that day's morning; ``papers`` of those that wait
    for papers, since they do; ``rejections`` of those that stand on a mandate that was rejected.
    """

    machinery: Machinery
    cases: tuple[Case, ...] = ()
    answers: tuple[str, ...] = ()
    history: tuple[HistoryLine, ...] = ()
    answers_taken: tuple[AnswerTaken, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    relied_on: tuple[tuple[str, str], ...] = ()
    people: Mapping[tuple[str, str], Person] = field(default_factory=dict)
    requests: tuple[Request, ...] = ()
    timers: tuple[Timer, ...] = ()
    fired: tuple[Timer, ...] = ()
    decided: tuple[str, ...] = ()
    wanted: tuple[Wish, ...] = ()
    questions: tuple[Wish, ...] = ()
    notices: tuple[Owed, ...] = ()
    papers: tuple[Owed, ...] = ()
    rejections: tuple[Owed, ...] = ()
    due_questions: tuple[str, ...] = ()
    copies: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A row of a message in notifications; ``recorded_at`` is when it was taken in.

    ``role`` says which person of its case it is for.
    """

    case_id: str
    template: str
    request_id: str
    client_key: str
    state: str
    recorded_at: datetime
    role: str


@dataclass(frozen=True, slots=True)
class Notifications:
    """The messages' database."""

    machinery: Machinery
    messages: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Intent:
    """What was about to be asked of a subsystem."""

    intent_id: str
    case_id: str
    evidence_id: str
    subsystem: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Gateway:
    """The gateway's database. ``outcomes`` are ids of intents.

    ``opened_at`` says of intents without an outcome since when they are open, by the database's
    clock. ``copies`` are the published versions it lets cases ask by.
    """

    machinery: Machinery
    intents: tuple[Intent, ...] = ()
    outcomes: tuple[str, ...] = ()
    opened_at: Mapping[str, datetime] = field(default_factory=dict)
    copies: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalog:
    """The database of the published versions."""

    machinery: Machinery
    versions: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True)
class Databases:
    """One look at the four databases."""

    applications: Applications
    notifications: Notifications
    gateway: Gateway
    catalog: Catalog

    @property
    def machineries(self) -> dict[str, Machinery]:
        """Return what each has beside its own, by the name of the database."""
        return {
            "applications": self.applications.machinery,
            "notifications": self.notifications.machinery,
            "meis_gateway": self.gateway.machinery,
            "catalog": self.catalog.machinery,
        }


@dataclass(frozen=True, slots=True)
class Call:
    """A call that asked a registry about a person; ``intent_id`` is what the caller said."""

    no: int
    subsystem: str
    intent_id: str | None


@dataclass(frozen=True, slots=True)
class Stored:
    """A message in the cabinet; the number of its inbox tells inboxes apart and names nobody."""

    client_key: str
    inbox: int


@dataclass(frozen=True, slots=True)
class Outside:
    """What the outside world has: business time, the messages in the cabinet, and calls.

    ``since`` is the system time from which on its log holds every call; ``forgotten`` counts those
    of any system before that, as far as it remembers.
    """

    now: datetime
    since: datetime
    stored: tuple[Stored, ...] = ()
    calls: tuple[Call, ...] = ()
    forgotten: int = 0

    @property
    def client_keys(self) -> tuple[str, ...]:
        """Return the keys of the messages in the cabinet, in the order they came."""
        return tuple(each.client_key for each in self.stored)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A 201 that a client was given."""

    case_id: str
    receipt: str | None = None


@dataclass(frozen=True, slots=True)
class Books:
    """Everything one account is made from; ``accepted`` is None when no client told."""

    before: Databases
    topics: Topics
    outside: Outside
    after: Databases
    accepted: tuple[Accepted, ...] | None = None
