"""What an effect is given, and what it gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from applications.domain import faults
from applications.domain.actor import Actor
from applications.domain.calendar.working_calendar import local_date
from applications.domain.case import Case, Instant, Message, Template
from applications.domain.faults import Fault
from applications.domain.history import Effect, SendMessage
from applications.domain.people.recipients import recipient_on
from applications.domain.terms.telling import mandate_rejected
from shared.texts import Text


@dataclass(frozen=True, slots=True)
class Doing:
    """A permitted action in progress: the case, who acts, and when."""

    case: Case
    actor: Actor
    at: Instant


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: ``details`` are codes, ``note`` is what a person wrote."""

    case: Case
    details: Mapping[str, object] = field(default_factory=dict)
    note: str | None = None
    effects: tuple[Effect, ...] = ()


def with_message(case: Case, template: Template, doing: Doing) -> Done:
    """Promise the person a message, or another one where the former failed or is out of date.

    Before the decision it says, where it is so, that the paper somebody acted on was not accepted;
    else which papers are awaited.
    """
    former = case.message(template)
    serial = 1 if former is None else former.serial + 1
    in_progress, rejected = template is Template.IN_PROGRESS, mandate_rejected(case)
    message = Message(
        template,
        doing.at.business,
        serial=serial,
        recipient=recipient_on(case, local_date(doing.at.business)),
        mandate_rejected=in_progress and rejected,
        asks_for_papers=in_progress and bool(case.requested) and not rejected,
    )
    sent = replace(case, messages=(*case.messages, message))
    return Done(sent, {"template": template.value}, effects=(SendMessage(template),))


def reason_faults(reason: str) -> list[Fault]:
    """Find that no reason was given."""
    return [] if reason.strip() else [Fault(faults.ReasonMissing, "/reason", _WHY)]


_WHY = Text(az="Səbəbi öz sözlərinizlə yazın.", en="Say why in your own words.")
