"""What an action leaves behind: the changed case, a line of history, and what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from applications.domain.case import Case, CaseState, Template


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of history.

    ``details`` holds codes only (requirements, steps, views) and may be shown to whoever sees the
    case. ``note`` is what a person wrote: it is sealed wherever it is stored.
    """

    action: str
    actor: str
    at: datetime
    from_state: CaseState
    state: CaseState
    details: Mapping[str, object] = field(default_factory=dict)
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question to the registries; ``step_id`` is None for the ``attributes`` question.

    ``attributes`` are ``subsystem.attribute`` names, as the grant of the question has them.
    """

    question: str
    subsystems: tuple[str, ...]
    attributes: tuple[str, ...]
    step_id: str | None = None


@dataclass(frozen=True, slots=True)
class AskRegistries:
    """Queue one row for each question; a job asks them after commit."""

    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class SendMessage:
    """Ask notifications for a message, in the same transaction."""

    template: Template


Effect: TypeAlias = AskRegistries | SendMessage


@dataclass(frozen=True, slots=True)
class Advanced:
    """The outcome of one change: store all of it in one transaction, or none."""

    case: Case
    entry: Entry
    effects: tuple[Effect, ...] = ()
