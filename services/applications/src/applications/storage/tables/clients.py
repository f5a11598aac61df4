"""What clients that submit in their own name may do here."""

from datetime import datetime

from sqlmodel import Field

from applications.storage.tables.registry import Row
from shared.rights import REMOVABLE


class ClientServiceRow(Row, table=True):
    """A client may serve people in a service: agreed by somebody, at an instant of system time."""

    __tablename__ = "client_services"
    __table_args__ = REMOVABLE

    client: str = Field(primary_key=True)
    service_id: str = Field(primary_key=True)
    agreed_by: str
    agreed_at: datetime
