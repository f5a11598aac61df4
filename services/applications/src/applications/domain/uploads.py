"""What an upload is to whoever hands it in."""

from enum import StrEnum


class UploadStanding(StrEnum):
    """How an upload stands that its owner names; anybody else's is as good as none."""

    WAITS = "waits"
    USED = "used"
