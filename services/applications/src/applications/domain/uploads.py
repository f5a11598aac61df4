"""A paper as it is handed in, and what its upload is to whoever does."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class UploadStanding(StrEnum):
    """How an upload stands that its owner names; anybody else's is as good as none."""

    WAITS = "waits"
    USED = "used"


@dataclass(frozen=True, slots=True)
class SubmittedDocument:
    """A paper for a requirement: an ``original`` with number and date, else an uploaded one.

    ``upload`` says how the upload stands for whoever hands it in; None when they have no such.
    """

    requirement: str
    form: str
    document_id: str | None = None
    number: str | None = None
    issued_on: date | None = None
    upload: UploadStanding | None = None
