"""Who may see which cases, as conditions of the query: ``domain.policies.may_see`` for lists."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, any_, func, or_, true
from sqlmodel import col, select

from applications.domain.actor import Actor, ActorRole
from applications.domain.people.offices import offices_of
from applications.domain.people.standing import CLIENTS, CONCERNED
from applications.storage import mandates
from applications.storage.tables.cases import CaseRow
from applications.storage.tables.people import PersonRow


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who reads a list, and on which day (Baku).

    ``own_index`` is a citizen's blind index, None for anybody else.
    """

    actor: Actor
    today: date
    own_index: str | None = None


def visible_to(viewer: Viewer) -> list[ColumnElement[bool]]:
    """Return the conditions any of which lets the viewer see a case; none for nobody.

    Together they are what ``may_see`` is on one case (a test holds them together). No case meets
    two of them, and each reads along one index.
    """
    is_open_handling = col(CaseRow.protected).is_(False)
    return [and_(is_open_handling, related) for related in _relations(viewer)]


def _relations(viewer: Viewer) -> list[ColumnElement[bool]]:
    actor = viewer.actor
    if actor.role is ActorRole.AUDITOR:
        return [true()]
    if actor.role is ActorRole.AGENT and actor.centre is not None:
        return [col(CaseRow.centre) == actor.centre, col(CaseRow.centre).is_(None)]
    if actor.role is ActorRole.OFFICER:
        return [col(CaseRow.office) == office for office in offices_of(actor)]
    if actor.role in CLIENTS:
        return _sent_by_client(viewer)
    if viewer.own_index is not None:
        return [_own(viewer.own_index, viewer.today)]
    return []


def _sent_by_client(viewer: Viewer) -> list[ColumnElement[bool]]:
    """Return what makes a case its client's: ``domain.standing`` for lists."""
    actor = viewer.actor
    if actor.client is None or not actor.services:
        return []
    return [
        and_(
            col(CaseRow.submitted_via) == actor.client,
            col(CaseRow.service_id).in_(sorted(actor.services)),
            mandates.holding_on(viewer.today, col(CaseRow.id)),
        )
    ]


def _own(own_index: str, today: date) -> ColumnElement[bool]:
    """Return what makes a case a citizen's: it is about them, or they applied and still may act.

    Read from the people to the cases: the other way round every case would be looked at. As one
    array, for a join would tempt the planner to do so where somebody has many.
    """
    case_id = col(PersonRow.case_id)
    may_act = or_(col(PersonRow.role) == CONCERNED, mandates.holding_on(today, case_id))
    mine = select(case_id).where(col(PersonRow.identifier_index) == own_index, may_act)
    return col(CaseRow.id) == any_(func.array(mine.scalar_subquery()))
