"""What can be wrong with a version of the calendar, and with a signature under it."""

from typing import ClassVar

from shared.errors import DomainError, Kind
from shared.texts import Text


class CalendarEmpty(DomainError):
    """The version says nothing."""

    code = "calendar-empty"
    title: ClassVar[Text] = Text(az="Təqvim boşdur", en="The calendar says nothing")


class CalendarRepeats(DomainError):
    """One day, year or centre stands twice in the version."""

    code = "calendar-repeats"
    title: ClassVar[Text] = Text(az="Təqvimdə təkrar var", en="The calendar repeats itself")


class YearUnsettled(DomainError):
    """A year without a holiday, or nearly without a working day, is nobody's calendar."""

    code = "year-unsettled"
    title: ClassVar[Text] = Text(az="İlin təqvimi natamamdır", en="The year is not settled")


class HoursImpossible(DomainError):
    """A centre that never opens, or closes before it does."""

    code = "hours-impossible"
    title: ClassVar[Text] = Text(
        az="Mərkəzin iş saatları mümkün deyil", en="The centre's hours cannot be"
    )


class VersionMissing(DomainError):
    """There is no such version of the calendar (404)."""

    kind = Kind.MISSING
    code = "calendar-version-not-found"
    title: ClassVar[Text] = Text(
        az="Təqvimin belə versiyası yoxdur", en="There is no such version of the calendar"
    )

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Versiyaların siyahısından birini göstərin.",
                en="Name one of the versions in the list.",
            )
        )


class VersionInForce(DomainError):
    """The version is in force already: nothing is left to sign (409)."""

    kind = Kind.CONFLICT
    code = "calendar-in-force"
    title: ClassVar[Text] = Text(
        az="Təqvimin bu versiyası artıq qüvvədədir", en="This version is in force already"
    )

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Dəyişiklik üçün yeni versiya yükləyin.",
                en="To change something, import a new version.",
            )
        )


class VersionOvertaken(DomainError):
    """A later version came into force first, and was not made with this one in mind (409)."""

    kind = Kind.CONFLICT
    code = "calendar-overtaken"
    title: ClassVar[Text] = Text(
        az="Daha yeni versiya artıq qüvvədədir", en="A later version is in force already"
    )

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Bu günləri yeni versiya kimi yenidən yükləyin.",
                en="Import these days again as a new version.",
            )
        )


class SignedAtCommandLine(DomainError):
    """One shell could be two people (409)."""

    kind = Kind.CONFLICT
    code = "signed-at-command-line"
    title: ClassVar[Text] = Text(
        az="İmzalardan biri artıq yazılıb", en="One signature has been typed already"
    )

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="İkinci imzanı sistemə daxil olmuş başqa şəxs qoyur.",
                en="The second signature is somebody else's, who signs in and gives it over HTTP.",
            )
        )


class AlreadySigned(DomainError):
    """Two different people sign a version (409)."""

    kind = Kind.CONFLICT
    code = "already-signed"
    title: ClassVar[Text] = Text(az="Siz artıq imzalamısınız", en="You have signed already")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="İkinci imzanı başqa şəxs qoyur.", en="The second signature is somebody else's."
            )
        )
