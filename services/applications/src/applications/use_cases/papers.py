"""What is needed to take papers in and give them out."""

from dataclasses import dataclass
from datetime import timedelta

from applications.clients.document_store import DocumentStore
from applications.clients.scanner import Scanner

KEPT_FOR = timedelta(hours=24)
"""How long an upload waits to be handed in."""

ARRIVES_WITHIN = timedelta(hours=1)
"""When an upload that has not arrived is given up; far longer than one may take."""

MOST_UNCLAIMED = 100
"""How many uploads of one caller may wait at one time."""

LEASE = timedelta(minutes=5)
"""How long somebody has to remove the bytes of what was let go of."""


@dataclass(frozen=True, slots=True)
class Papers:
    """One for a process: where papers are kept, who looks into them, how long and large one may be."""

    store: DocumentStore
    scanner: Scanner
    seconds: float
    most_bytes: int
