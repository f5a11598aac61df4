"""How much was counted, in words: Azerbaijani counts in the singular, English by the number."""

from datetime import timedelta
from types import MappingProxyType

from applications.domain.passport import Duration, Unit
from shared.texts import Text

_MINUTES_AN_HOUR = 60


def spoken(duration: Duration) -> Text:
    """Return a duration in words: ``10 gün``, ``10 days``."""
    return _amount(duration.value, _UNITS[duration.unit], duration.unit)


def days(number: int) -> Text:
    """Return a number of days of any kind."""
    return _amount(number, "gün", "day")


def calendar_days(number: int) -> Text:
    """Return a number of days as they come."""
    return _amount(number, "təqvim günü", "calendar day")


def working_days(number: int) -> Text:
    """Return a number of days that are worked."""
    return _amount(number, "iş günü", "working day")


def hours_and_minutes(time: timedelta) -> Text:
    """Return a time in hours and whole minutes: ``1 saat 30 dəqiqə``."""
    hours, minutes = divmod(time // timedelta(minutes=1), _MINUTES_AN_HOUR)
    if not (hours or minutes):
        return _NO_MINUTE
    parts = [
        *([_amount(hours, "saat", "hour")] if hours else []),
        *([_amount(minutes, "dəqiqə", "minute")] if minutes else []),
    ]
    return Text(az=" ".join(each.az for each in parts), en=" ".join(each.en for each in parts))


_NO_MINUTE = Text(az="bir dəqiqədən az", en="less than a minute")


def _amount(number: int, az: str, en: str) -> Text:
    plural = "" if number == 1 else "s"
    return Text(az=f"{number} {az}", en=f"{number} {en}{plural}")


_UNITS = MappingProxyType(
    {Unit.MINUTE: "dəqiqə", Unit.HOUR: "saat", Unit.DAY: "gün", Unit.MONTH: "ay"}
)
