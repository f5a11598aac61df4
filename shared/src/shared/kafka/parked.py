"""Parked events: a key that cannot be handled waits here with its later events, in order."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, BigInteger, Column, Identity, Index, UniqueConstraint, func, text
from sqlmodel import Field

from shared.database import SharedRow

OPEN: Final = "replayed_at IS NULL"


class ParkedRow(SharedRow, table=True):
    """One record a consumer could not handle, or (``waits``) one behind it with the same key.

    The record is kept as it came (``headers``, ``value``), readable or not. ``error_class`` names
    the failure; its message is not kept, it may quote the data.
    """

    __tablename__ = "parked"
    __table_args__ = (
        UniqueConstraint("consumer", "topic", "kafka_partition", "kafka_offset"),
        Index("ix_parked_open", "consumer", "topic", "key", "id", postgresql_where=text(OPEN)),
    )

    id: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True)
    )
    consumer: str
    topic: str
    kafka_partition: int
    kafka_offset: int = Field(sa_type=BigInteger)
    key: str
    source: str | None
    event_id: str | None
    headers: list[Any] = Field(sa_type=JSON)
    value: bytes | None
    waits: bool
    error_class: str | None
    attempts: int
    parked_at: datetime = Field(sa_column_kwargs={"server_default": func.now()})
    replayed_at: datetime | None
    replayed_by: str | None
    replay_reason: str | None
