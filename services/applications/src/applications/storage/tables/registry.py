"""Where every row of this service's database is registered."""

from typing import Any

from sqlalchemy.orm import Mapped
from sqlmodel import SQLModel, col

from shared.database import new_registry

REGISTRY = new_registry()


class Row(SQLModel, registry=REGISTRY):
    """A row of the applications database."""


def columns_of(kind: type[Row]) -> list[Mapped[Any]]:
    """Return every column of a table: what is only read costs a fraction of a row object."""
    return [col(getattr(kind, name)) for name in kind.model_fields]
