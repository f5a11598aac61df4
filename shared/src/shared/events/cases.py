"""What happens to a case, on ``dost.applications.events.v1`` (key = case id)."""

from datetime import date, datetime
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.events.envelope import EventData

CASES_TOPIC = "dost.applications.events.v1"


class CaseSubmitted(EventData):
    """A case exists. It says nothing of the person.

    ``channel`` is None where nobody applied: the state assigns proactively.
    """

    type: ClassVar[str] = "az.dost.case.submitted.v1"
    topic: ClassVar[str] = CASES_TOPIC

    case_id: str
    case_number: str
    case_version: int
    service_id: str
    passport_version: int
    channel: str | None
    centre: str | None
    submitted_via: str | None
    registered_on: date


class CaseAdvanced(EventData):
    """An action happened: the case moved to ``state`` (or stayed) and has a new version."""

    type: ClassVar[str] = "az.dost.case.advanced.v1"
    topic: ClassVar[str] = CASES_TOPIC

    case_id: str
    case_version: int
    action: str
    from_state: str
    state: str
    centre: str | None


class SealedRecipient(BaseModel):
    """Who gets a message, readable by notifications alone.

    ``sealed`` is base64url of nonce and AES-256-GCM ciphertext of JSON ``{"fin": …}`` with the
    event's id as associated data; the key id travels in the event's extension ``recipientkeyid``.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    role: Literal["person-concerned", "guardian", "applicant"]
    sealed: str


class MessageRequested(EventData):
    """A case promises the citizen a message; ``in-progress`` or ``decision``.

    ``term_on`` is the last day of the total term, ``notice_by`` the cut-off of the notice;
    ``outcome`` is None for ``in-progress``. ``papers`` are the names of documents the person still
    owes, as the passport prints them; ``how_to_hand_in`` is a sentence in ``language`` that tells how, None
    without any. ``asks_for_papers``: the case waits for them, so no day counts until they are there.
    ``suspended``: staff have stopped it, and it is not decided until they go on. ``term_over``: the term had ended when this was asked for, and the clock did not stand
    before it did; None where nobody has said so. ``refusal_ground`` is a code, ``refusal_ground_printed`` the
    passport's words for it, ``how_to_appeal`` a sentence in ``language``. ``mandate_rejected``: somebody
    applied in the person's name on a paper that was not accepted, and that is what is told. ``centre`` and ``office`` (``body`` or ``body@centre``) say
    whose staff may see what became of the message.
    """

    type: ClassVar[str] = "az.dost.case.message-requested.v1"
    topic: ClassVar[str] = CASES_TOPIC

    case_id: str
    case_number: str
    case_version: int
    service_name: str
    template: Literal["in-progress", "decision"]
    outcome: Literal["granted", "refused"] | None
    decision_number: str | None
    decided_on: date | None
    refusal_ground: str | None
    term_on: date
    notice_by: datetime | None
    centre: str | None
    office: str | None
    papers: list[str] = Field(default_factory=list)
    refusal_ground_printed: str | None = None
    how_to_appeal: str | None = None
    how_to_hand_in: str | None = None
    mandate_rejected: bool = False
    asks_for_papers: bool = False
    suspended: bool = False
    term_over: bool | None = None
    language: Literal["az", "en"]
    recipient: SealedRecipient
