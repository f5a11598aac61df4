"""Instants in questions: aware, and such that they exist in UTC."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime

from shared.input_faults import FieldFault
from shared.texts import Text


def _in_utc(instant: datetime) -> datetime:
    try:
        return instant.astimezone(UTC)
    except OverflowError as error:
        raise FieldFault(
            "out-of-range",
            Text(az="İl 1 və 9999 arasında olmalıdır.", en="The year must be within 1 and 9999."),
        ) from error


Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""RFC 3339 with its offset, as UTC; 422 where the offset leads out of the calendar."""
