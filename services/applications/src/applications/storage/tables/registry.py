"""Where every row of this service's database is registered."""

from sqlmodel import SQLModel

from shared.database import new_registry

REGISTRY = new_registry()


class Row(SQLModel, registry=REGISTRY):
    """A row of the applications database."""
