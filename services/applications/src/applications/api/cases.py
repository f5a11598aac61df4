"""Cases: submit one, list them, read one and its history."""

from datetime import date, time
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response, status

from applications.api.case_document import case_document
from applications.api.case_models import CaseLinePublic, CasePublic, HistoryLinePublic
from applications.api.created_case import created, created_id
from applications.api.dependencies import (
    CaseworkDep,
    InstantDep,
    LanguageDep,
    only_query,
)
from applications.api.inputs import Day
from applications.api.outside import shown_actor
from applications.api.submission_models import SubmissionInput
from applications.domain.actions import Action
from applications.domain.calendar.working_calendar import at_local, local_date
from applications.domain.case import OPEN_STATES, CaseState
from applications.domain.intake.opening import SUBMITTED
from applications.domain.intake.submission import SELF_SERVICE
from applications.domain.registries import ANSWERED
from applications.storage.history import Line
from applications.storage.worklist import After, CaseLine, Wanted
from applications.use_cases.kept_answers import ensure_still_shown
from applications.use_cases.list_cases import list_cases
from applications.use_cases.read_case import read_case
from applications.use_cases.read_history import HistoryView, read_history
from applications.use_cases.refusals import QueryUnknown
from applications.use_cases.submit_case import submit_case
from shared.cursors import CursorDep, LimitDep, Page, decode, encode, next_cursor
from shared.database import SessionDep
from shared.errors import Kind
from shared.etags import etag_of
from shared.idempotency import REPLAYED_HEADER, StoredAnswer
from shared.identity.caller import Caller, Role
from shared.identity.dependencies import CallerDep, requires
from shared.once import OnceDep
from shared.problems import responses

SUBMIT = "POST /v1/cases"
BETWEEN_STAFF = (Action.FORWARD, Action.REASSIGN)
WITHOUT_DETAILS = (*BETWEEN_STAFF, ANSWERED)
"""To readers from outside: an answer may be about somebody they are not, or may not know of."""
OF_THE_REGISTRIES = (Action.OVERRIDE, Action.CHECK_REGISTRIES, Action.REFUSE)
"""Whose details tell what registries answered, or did not: a ground for refusal can be just that."""
FILTERS = ("state", "office", "service_id", "due_before", "channel", "stopped_before")
STAFF_FILTERS = (*FILTERS, "assignee")

router = APIRouter(
    prefix="/v1/cases",
    tags=["cases"],
    responses=responses(Kind.UNAUTHENTICATED, Kind.INVALID, Kind.UNAVAILABLE),
)

Submitter = Annotated[
    Caller,
    Depends(requires(Role.CITIZEN, Role.AGENT, Role.OPERATOR, Role.PARTNER, Role.SERVICE)),
]
ListReader = Annotated[
    Caller,
    Depends(requires(Role.CITIZEN, Role.AGENT, Role.OFFICER, Role.AUDITOR, Role.PARTNER)),
]


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=CasePublic,
    responses=responses(Kind.MALFORMED, Kind.FORBIDDEN, Kind.TOO_LARGE),
)
async def post_case(
    body: SubmissionInput,
    caller: Submitter,
    casework: CaseworkDep,
    language: LanguageDep,
    at: InstantDep,
    once: OnceDep,
    session: SessionDep,
) -> Response:
    """Submit an application: at the desk by the agent, by self-service by the person themself.

    A representative sends the evidence of their mandate; so does a partner's client, or the agent
    they have come to. A letter is entered by an agent and counts from the day it came. Without a
    `channel` the state assigns by itself, where the passport lists that.

    The answer is the case; `Location` and `ETag` belong to it. Repeated with the same
    `Idempotency-Key`, the first answer comes again.
    """

    async def make() -> StoredAnswer:
        # At a desk the language of the console is not the language of the person.
        own = language if body.channel == SELF_SERVICE else "az"
        file = await submit_case(session, casework, caller, body.submission(), language=own, at=at)
        return await created(session, casework, caller, file, language=language, at=at)

    answer = await once.answer(session, caller, SUBMIT, make)
    if REPLAYED_HEADER in answer.headers:
        await ensure_still_shown(session, casework, caller, created_id(answer.headers), at)
    return answer


@router.get(
    "",
    responses=responses(Kind.MALFORMED, Kind.FORBIDDEN),
    dependencies=[Depends(only_query(*STAFF_FILTERS, "cursor", "limit"))],
)
async def get_cases(
    caller: ListReader,
    casework: CaseworkDep,
    cursor: CursorDep,
    limit: LimitDep,
    at: InstantDep,
    session: SessionDep,
    state: CaseState | None = None,
    office: Annotated[str | None, Query(max_length=130)] = None,
    service_id: Annotated[str | None, Query(max_length=64)] = None,
    due_before: Annotated[Day | None, Query(description="Due earlier than this day.")] = None,
    assignee: Annotated[str | None, Query(max_length=130)] = None,
    channel: Annotated[str | None, Query(max_length=64)] = None,
    stopped_before: Annotated[
        Day | None, Query(description="Waiting since before this day.")
    ] = None,
) -> Page[CaseLinePublic]:
    """List the cases the caller may see, the earliest due first.

    Without `state` a citizen gets all her own, and anybody else what is open: staff of their centre
    or office, a partner of what its client submitted. A page whose filters let few
    through may be short, even empty, and still go on: `next` tells. `assignee` is a filter of the
    staff's alone (422).
    """
    to_staff = caller.role not in (Role.CITIZEN, Role.PARTNER)
    # Whether a case is there with a colleague's name would tell who works on it.
    if assignee is not None and not to_staff:
        raise QueryUnknown((*FILTERS, "cursor", "limit"))
    states = _states(state, all_of_them=caller.role is Role.CITIZEN)
    since = None if stopped_before is None else at_local(stopped_before, time.min)
    wanted = Wanted(states, office, service_id, due_before, assignee, channel, since)
    after = None if cursor is None else After(*decode(cursor, date, str))
    today = local_date(at.business)
    found = await list_cases(session, casework, caller, wanted, today, after=after, limit=limit)
    last = found.goes_on_after
    return Page(
        items=[_line(line, to_staff=to_staff) for line in found.lines],
        next=None if last is None else encode(last.due_on, last.case_id),
    )


@router.get("/{case_id}", responses=responses(Kind.MISSING))
async def get_case(
    case_id: str,
    caller: CallerDep,
    casework: CaseworkDep,
    language: LanguageDep,
    at: InstantDep,
    session: SessionDep,
    response: Response,
) -> CasePublic:
    """Show a case as far as the caller's relation to it allows, and what they may do next."""
    view = await read_case(session, casework, caller, case_id, at)
    response.headers["ETag"] = etag_of(view.case.version)
    response.headers["Content-Language"] = language
    return case_document(view, language)


@router.get(
    "/{case_id}/history",
    responses=responses(Kind.MISSING, Kind.MALFORMED),
    dependencies=[Depends(only_query("cursor", "limit"))],
)
async def get_history(
    case_id: str,
    caller: CallerDep,
    casework: CaseworkDep,
    cursor: CursorDep,
    limit: LimitDep,
    at: InstantDep,
    session: SessionDep,
) -> Page[HistoryLinePublic]:
    """Show who did what to a case, when and why, oldest first."""
    after = 0 if cursor is None else int(decode(cursor, int)[0])
    view = await read_history(session, casework, caller, case_id, at, after=after, limit=limit + 1)
    return Page(
        items=[_history_line(view, line) for line in view.lines[:limit]],
        next=next_cursor(view.lines, limit, lambda line: (line.case_version,)),
    )


def _states(state: CaseState | None, *, all_of_them: bool) -> tuple[str, ...]:
    if state is not None:
        return (state.value,)
    return () if all_of_them else tuple(each.value for each in OPEN_STATES)


def _line(line: CaseLine, *, to_staff: bool) -> CaseLinePublic:
    return CaseLinePublic(
        case_id=line.case_id,
        case_number=line.number,
        version=line.version,
        state=line.state,
        service_id=line.service_id,
        service_name=line.service_name,
        channel=line.channel,
        centre=line.centre,
        office=line.office,
        filed_at=line.filed_at,
        registered_on=line.registered_on,
        due_on=line.due_on,
        stopped_since=line.stopped_since,
        assignee=line.assignee if to_staff else None,
        claim_expires_at=line.claim_expires_at if to_staff else None,
    )


def _history_line(view: HistoryView, line: Line) -> HistoryLinePublic:
    """Show a line; the preliminary view, and who works on it, stay between the staff.

    Who may not know what registries said reads what was noted at the intake, before any of them was
    asked, and their own words.
    """
    entry = line.entry
    silent = entry.action in BETWEEN_STAFF and not view.is_staff
    untold = entry.action in WITHOUT_DETAILS and not view.is_staff
    if not view.shows_registries:
        silent = entry.action != SUBMITTED and entry.actor != view.reader
        untold = untold or entry.action in OF_THE_REGISTRIES
    return HistoryLinePublic(
        version=line.case_version,
        at=entry.at,
        action=entry.action,
        actor=shown_actor(entry.actor, to_staff=view.is_staff) or "",
        from_state=entry.from_state.value,
        state=entry.state.value,
        details={} if untold else dict(entry.details),
        note=entry.note if view.shows_words and not silent else None,
    )
