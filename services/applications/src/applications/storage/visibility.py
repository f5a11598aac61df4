"""Who may see which cases, as a condition of the query: ``domain.policies.may_see`` for lists."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, false, or_, true
from sqlmodel import col

from applications.domain.actor import Actor, ActorRole
from applications.storage.tables.cases import CaseRow
from applications.storage.tables.people import PersonRow


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who reads a list; ``own_index`` is a citizen's blind index, None for anybody else."""

    actor: Actor
    own_index: str | None = None


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition on cases that ``may_see`` is on one case; a test holds them together."""
    return and_(col(CaseRow.protected).is_(False), _related(viewer))


def _related(viewer: Viewer) -> ColumnElement[bool]:
    actor = viewer.actor
    if actor.role is ActorRole.AUDITOR:
        return true()
    if actor.role is ActorRole.AGENT and actor.centre is not None:
        return or_(col(CaseRow.centre).is_(None), col(CaseRow.centre) == actor.centre)
    if actor.role is ActorRole.OFFICER and actor.body is not None:
        # The office is ``body`` where the body decides, ``body@centre`` where its desk there does.
        offices = [actor.body, *([f"{actor.body}@{actor.centre}"] if actor.centre else [])]
        return col(CaseRow.office).in_(offices)
    if viewer.own_index is not None:
        return exists().where(
            col(PersonRow.case_id) == col(CaseRow.id),
            col(PersonRow.identifier_index) == viewer.own_index,
        )
    return false()
