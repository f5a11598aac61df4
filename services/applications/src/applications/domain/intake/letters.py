"""Applications by post: a letter is filed on the day it came, not on the day somebody enters it."""

from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

from applications.domain.calendar.working_calendar import OfficeHours, at_local, local_date
from applications.domain.case import Instant
from applications.domain.faults import Fault
from applications.domain.intake.submission import POST, Submission
from shared.errors import DomainError
from shared.texts import Text

OLDEST = timedelta(days=366)
"""A letter that lay longer than this is a slip of the pen, or a matter for more than a clerk."""


class LetterIncomplete(DomainError):
    """A letter is known by the day it came and its number in the register."""

    code = "letter-incomplete"
    title: ClassVar[Text] = Text(
        az="Məktubun qeydiyyatı tam göstərilməyib", en="The letter's registration is not complete"
    )


class LetterDayInvalid(DomainError):
    """No letter came on that day."""

    code = "letter-day-invalid"
    title: ClassVar[Text] = Text(
        az="Məktubun daxil olduğu tarix düzgün deyil", en="The day the letter came cannot be"
    )


def filed_at(sent: Submission, at: Instant, hours: OfficeHours) -> datetime:
    """Return when an application counts as filed: now, or when the office opened on its day.

    What lies in the letter is filed with it, so the passport of that day holds, and terms run from
    its registration. A day that cannot be is refused elsewhere, and counts as today here.
    """
    came = None if sent.letter is None or sent.channel != POST else sent.letter.received_on
    if came is None or not _can_be(came, local_date(at.business)):
        return at.business
    return min(at_local(came, hours.opens).astimezone(UTC), at.business)


def letter_faults(sent: Submission, today: date) -> list[Fault]:
    """Find what is wrong with the evidence of ``post``."""
    if sent.channel != POST:
        return []
    came = None if sent.letter is None else sent.letter.received_on
    number = None if sent.letter is None else sent.letter.registered_no
    found = []
    if came is None:
        found.append(Fault(LetterIncomplete, "/evidence/received_on", _REGISTERED))
    elif not _can_be(came, today):
        found.append(Fault(LetterDayInvalid, "/evidence/received_on", _DAY))
    if not number:
        found.append(Fault(LetterIncomplete, "/evidence/registered_no", _REGISTERED))
    return found


def _can_be(came: date, today: date) -> bool:
    return today - OLDEST <= came <= today


_REGISTERED = Text(
    az="Məktubun daxil olduğu günü və qeydiyyat nömrəsini göstərin.",
    en="Give the day the letter came and its number in the register.",
)
_DAY = Text(
    az="Məktubun daxil olduğu gün gələcəkdə və bir ildən əvvəl ola bilməz.",
    en="The day the letter came lies neither in the future nor more than a year back.",
)
