"""What became of a message, on ``dost.notifications.events.v1`` (key = case id)."""

from datetime import datetime
from typing import ClassVar

from shared.events.envelope import EventData


class MessageDelivered(EventData):
    """The cabinet holds the message. ``request_id`` is the id of the event that asked for it."""

    type: ClassVar[str] = "az.dost.message.delivered.v1"
    topic: ClassVar[str] = "dost.notifications.events.v1"

    case_id: str
    request_id: str
    template: str
    template_version: int
    language: str
    delivered_at: datetime


class MessageFailed(EventData):
    """The cabinet will never take the message: the person does not know what it says.

    ``failed_at`` is business time.
    """

    type: ClassVar[str] = "az.dost.message.failed.v1"
    topic: ClassVar[str] = "dost.notifications.events.v1"

    case_id: str
    request_id: str
    template: str
    failed_at: datetime
