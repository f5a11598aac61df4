"""The caller card: who is on the line, in one call."""

from datetime import date

from fastapi import APIRouter, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict

from applications.api.callers import Operator
from applications.api.case_models import MessagePublic
from applications.api.dependencies import CaseworkDep, InstantDep, LanguageDep
from applications.api.inputs import Id, Input
from applications.api.outside import status_without_registries
from applications.domain.case import Message
from applications.domain.naming import document_words
from applications.domain.next_step import NextStep
from applications.domain.papers.requirements import papers_wanted
from applications.storage.tables.drafts import DraftRow
from applications.storage.tables.queues import TicketRow
from applications.use_cases.open_caller_card import CallerCard, CardCase, open_caller_card
from shared.database import SessionDep
from shared.errors import Kind
from shared.problems import responses

router = APIRouter(
    prefix="/v1/caller-cards",
    tags=["call centre"],
    responses=responses(
        Kind.UNAUTHENTICATED, Kind.FORBIDDEN, Kind.INVALID, Kind.TOO_MANY, Kind.UNAVAILABLE
    ),
)


class CardRequest(Input):
    """The operator's own verification of whoever is on the line."""

    verification_id: Id


class CardPart(BaseModel):
    """A part of a card; it names nobody."""

    model_config = ConfigDict(frozen=True)


class NextStepPublic(CardPart):
    """What comes next: number and text as printed, and a sentence to read to the caller."""

    id: str
    no: int | None
    text: str
    kind: str
    status: str
    sentence: str


class DueDatePublic(CardPart):
    """A date the case must keep; the case itself says why."""

    kind: str
    on: date
    at: AwareDatetime | None
    estimate: bool
    flagged: bool


class PaperPublic(CardPart):
    """A paper the person is still to bring, by its printed name."""

    code: str
    name: str


class CardCasePublic(CardPart):
    """An open case: where it stands, what comes next, until when, and what the person was told.

    ``clock_stopped``: the terms wait for the papers.
    """

    case_id: str
    case_number: str
    service_name: str
    channel: str | None
    centre: str | None
    state: str
    filed_at: AwareDatetime
    clock_stopped: bool
    next_step: NextStepPublic | None
    papers: list[PaperPublic]
    deadlines: list[DueDatePublic]
    messages: list[MessagePublic]


class CardTicketPublic(CardPart):
    """A ticket of today that one of the person's cases was opened with."""

    case_id: str | None
    centre: str
    direction: str
    number: int
    state: str
    desk: str | None


class CardDraftPublic(CardPart):
    """An application begun on the phone that nobody has ended yet."""

    draft_id: str
    draft_number: str
    service_name: str | None
    changed_at: AwareDatetime
    expires_at: AwareDatetime


class CallerCardPublic(CardPart):
    """The card of a verified caller; ``more_cases``: only those due first are shown."""

    verification_id: str
    expires_at: AwareDatetime
    cases: list[CardCasePublic]
    more_cases: bool
    tickets: list[CardTicketPublic]
    drafts: list[CardDraftPublic]


@router.post("")
async def open_card(
    body: CardRequest,
    caller: Operator,
    casework: CaseworkDep,
    language: LanguageDep,
    at: InstantDep,
    session: SessionDep,
    response: Response,
) -> CallerCardPublic:
    """Show what whoever is on the line may ask about; each reading is recorded and counted.

    A verification opens the card as often as the call needs it, while it lives.
    """
    card = await open_caller_card(session, casework, caller, body.verification_id, at)
    response.headers["Content-Language"] = language
    return _card(card, language)


def _card(card: CallerCard, language: str) -> CallerCardPublic:
    return CallerCardPublic(
        verification_id=card.verification.id,
        expires_at=card.verification.expires_at,
        cases=[_case(each, language) for each in card.cases],
        more_cases=card.more,
        tickets=[_ticket(ticket) for ticket in card.tickets],
        drafts=[_draft(draft) for draft in card.drafts],
    )


def _case(shown: CardCase, language: str) -> CardCasePublic:
    case = shown.case
    names = document_words(case.passport)
    return CardCasePublic(
        case_id=case.id,
        case_number=case.number,
        service_name=case.passport.name,
        channel=case.channel,
        centre=case.centre,
        state=case.state.value,
        filed_at=case.filed_at,
        clock_stopped=case.clock_stopped,
        next_step=None if shown.next_step is None else _next_step(shown, shown.next_step, language),
        papers=[PaperPublic(code=code, name=names[code]) for code in papers_wanted(case)],
        deadlines=_due_dates(shown),
        messages=[_message(message) for message in case.messages],
    )


def _next_step(shown: CardCase, coming: NextStep, language: str) -> NextStepPublic:
    printed = shown.case.passport.step(coming.step.id)
    return NextStepPublic(
        id=printed.id,
        no=printed.no,
        text=printed.text,
        kind=printed.kind.value,
        status=status_without_registries(printed.kind, coming.step.status),
        sentence=coming.sentence.in_language(language),
    )


def _due_dates(shown: CardCase) -> list[DueDatePublic]:
    return [
        DueDatePublic(
            kind=kind.replace("_", "-"),
            on=deadline.on,
            at=deadline.at,
            estimate=deadline.estimate,
            flagged=deadline.flagged,
        )
        for kind, deadline in shown.deadlines.items()
    ]


def _message(message: Message) -> MessagePublic:
    return MessagePublic(
        template=message.template.value,
        requested_at=message.requested_at,
        delivered_at=message.delivered_at,
        failed_at=message.failed_at,
    )


def _ticket(ticket: TicketRow) -> CardTicketPublic:
    return CardTicketPublic(
        case_id=ticket.case_id,
        centre=ticket.centre,
        direction=ticket.direction,
        number=ticket.number,
        state=ticket.state,
        desk=ticket.desk,
    )


def _draft(draft: DraftRow) -> CardDraftPublic:
    return CardDraftPublic(
        draft_id=draft.id,
        draft_number=draft.number,
        service_name=draft.service_name,
        changed_at=draft.changed_at,
        expires_at=draft.expires_at,
    )
