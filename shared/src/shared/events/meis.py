"""What the gateway tells, on ``dost.meis.events.v1``."""

from datetime import datetime
from typing import ClassVar

from shared.events.envelope import EventData

MEIS_TOPIC = "dost.meis.events.v1"


class SubsystemRecovered(EventData):
    """A subsystem answers again (key = subsystem code)."""

    type: ClassVar[str] = "az.dost.meis.subsystem-recovered.v1"
    topic: ClassVar[str] = MEIS_TOPIC

    subsystem: str
    failed_since: datetime
    recovered_at: datetime


class RegistryLooked(EventData):
    """A registry was asked about a person of a case (key = case id); no answer travels here."""

    type: ClassVar[str] = "az.dost.meis.looked.v1"
    topic: ClassVar[str] = MEIS_TOPIC

    case_id: str
    evidence_id: str
    subsystem: str
    question: str
    looked_at: datetime
