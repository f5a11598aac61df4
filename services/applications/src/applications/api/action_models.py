"""The bodies of actions; an action without a field takes ``{}`` or no body at all."""

from typing import Annotated, Literal

from pydantic import Field

from applications.api.inputs import Code, Input, Line, Moment, Prose
from applications.api.submission_models import MAX_DOCUMENTS, DocumentInput


class NothingInput(Input):
    """An action that needs no more than its name."""


class ApproachDeskInput(Input):
    """The desk the ticket was called to."""

    desk: Code


class RequestDocumentsInput(Input):
    """What the person is asked to bring; null asks for everything that is missing."""

    requirements: Annotated[list[Code], Field(max_length=MAX_DOCUMENTS)] | None = None


class SubmitDocumentsInput(Input):
    """Papers for requirements."""

    documents: Annotated[list[DocumentInput], Field(min_length=1, max_length=MAX_DOCUMENTS)]


class WaiveInput(Input):
    """A missing document the case goes on without, and why."""

    requirement: Code
    reason: Prose


class OverrideInput(Input):
    """A registry step without a final answer the case goes on without, and why."""

    step: Code
    reason: Prose


class ForwardInput(Input):
    """The front office's preliminary view, and a note for the deciding office."""

    view: Literal["for", "against", "none"]
    note: Prose


class GrantInput(Input):
    """A word on the decision, when there is one to say."""

    reason: Prose | None = None


class RefuseInput(Input):
    """The ground, one of those the case's passport lists, and the reason the person will read."""

    ground: Code
    reason: Prose


class NotifyInput(Input):
    """Which message; null sends the one the case's state calls for."""

    template: Literal["in-progress", "decision"] | None = None


class TellInPersonInput(Input):
    """When the person was told of the decision, where, and by whom."""

    when: Moment
    where: Line
    by_whom: Line


class AdoptCalendarInput(Input):
    """A word on why the case may be due earlier, when there is one to say."""

    reason: Prose | None = None
