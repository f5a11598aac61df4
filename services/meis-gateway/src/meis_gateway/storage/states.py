"""The state of each subsystem."""

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from meis_gateway.domain.health import Health, State
from meis_gateway.storage.tables import SubsystemStateRow
from shared.database import Session


async def get(session: Session, subsystem: str) -> Health:
    """Return the health of a subsystem as it was last written."""
    row = await session.get(SubsystemStateRow, subsystem)
    return Health() if row is None else _health(row)


async def lock(session: Session, subsystem: str) -> Health:
    """Return the health of a subsystem and hold it until the transaction ends."""
    found = await session.exec(
        select(SubsystemStateRow)
        .where(col(SubsystemStateRow.subsystem) == subsystem)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row = found.first()
    return Health() if row is None else _health(row)


async def save(session: Session, subsystem: str, health: Health) -> None:
    """Write the health of a subsystem."""
    values = {
        "state": health.state,
        "since": health.since,
        "last_success": health.last_success,
    }
    await session.exec(
        insert(SubsystemStateRow)
        .values(subsystem=subsystem, **values)
        .on_conflict_do_update(index_elements=["subsystem"], set_=values)
    )


async def everyone(session: Session) -> dict[str, Health]:
    """Return the health of every subsystem that has ever been asked, by code."""
    found = await session.exec(select(SubsystemStateRow))
    return {row.subsystem: _health(row) for row in found.all()}


async def failing(session: Session) -> list[str]:
    """Return the codes of the subsystems that do not answer."""
    found = await session.exec(
        select(SubsystemStateRow.subsystem)
        .where(col(SubsystemStateRow.state) == State.FAILING)
        .order_by(col(SubsystemStateRow.subsystem))
    )
    return list(found.all())


def _health(row: SubsystemStateRow) -> Health:
    return Health(State(row.state), row.since, row.last_success)
