"""Which relay publishes which bucket: a lease by the database's clock, with a fence.

One relay at a time publishes a bucket, so the order of a key holds. A relay that slept past its
lease finds its fence gone and removes nothing; the events it sent are then sent twice, never lost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, update
from sqlmodel import col, func, select

from shared.database import Session
from shared.database_clock import is_over
from shared.outbox import OutboxLeaseRow, OutboxRow


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to publish ``bucket`` until the lease ends; ``late_owner`` never gave it back."""

    bucket: int
    fence: int
    late_owner: str | None


async def claim(session: Session, *, owner: str, lease_seconds: float, buckets: int) -> list[Claim]:
    """Take at most ``buckets`` free buckets that hold events; any, so that relays share them."""
    lease = OutboxLeaseRow
    free = (
        select(col(lease.bucket), col(lease.owner).label("late_owner"))
        .where(
            is_over(col(lease.expires_at), func.clock_timestamp()),
            select(OutboxRow.id).where(OutboxRow.bucket == lease.bucket).exists(),
        )
        .order_by(func.random())
        .limit(buckets)
        .with_for_update(skip_locked=True)
        .cte("free")
    )
    taken = await session.exec(
        update(OutboxLeaseRow)
        .where(col(lease.bucket) == free.c.bucket)
        .values(
            owner=owner,
            fence=col(lease.fence) + 1,
            expires_at=func.clock_timestamp() + timedelta(seconds=lease_seconds),
        )
        .returning(col(lease.bucket), col(lease.fence), free.c.late_owner)
    )
    return [Claim(*row) for row in taken]


async def due(session: Session, claims: Sequence[Claim], *, limit: int) -> list[OutboxRow]:
    """Return the oldest events of the claimed buckets, in order, at most ``limit`` of each."""
    rows: list[OutboxRow] = []
    for one in claims:
        found = await session.exec(
            select(OutboxRow)
            .where(OutboxRow.bucket == one.bucket)
            .order_by(col(OutboxRow.id))
            .limit(limit)
        )
        rows += found
    return rows


async def settle(
    session: Session, claims: Sequence[Claim], published: Mapping[int, Sequence[int]]
) -> list[Claim]:
    """Give the buckets back and remove what was ``published`` (bucket to ids).

    Returns the claims that were lost meanwhile: nothing of their buckets is removed.
    """
    lost: list[Claim] = []
    for one in claims:
        returned = await session.exec(
            update(OutboxLeaseRow)
            .where(col(OutboxLeaseRow.bucket) == one.bucket)
            .where(col(OutboxLeaseRow.fence) == one.fence)
            .values(owner=None, expires_at=None)
        )
        if returned.rowcount == 0:
            lost.append(one)
            continue
        ids = published.get(one.bucket, ())
        await session.exec(delete(OutboxRow).where(col(OutboxRow.id).in_(ids)))
    return lost
