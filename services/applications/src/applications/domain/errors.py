"""What can be wrong with a submission or an action, in business words."""

from typing import ClassVar

from shared.errors import DomainError, Kind
from shared.texts import Text


class PassportNotUnderstood(DomainError):
    """A published passport holds something this version of the engine cannot run."""

    code = "passport-not-understood"
    title: ClassVar[Text] = Text(
        az="Xidmət pasportu oxuna bilmədi", en="The service passport could not be read"
    )

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Pasportun bu versiyasını işlətmək üçün xidmət yenilənməlidir.",
                en="This service must be updated before it can run this version of the passport.",
            )
        )


class CaseMissing(DomainError):
    """There is no such case, or it is not the caller's to see: the same answer for both."""

    kind = Kind.MISSING
    code = "case-not-found"
    title: ClassVar[Text] = Text(az="Müraciət tapılmadı", en="The case was not found")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Nömrəni yoxlayın; müraciəti yalnız ona aidiyyəti olanlar görə bilər.",
                en="Check the id; only those with a relation to a case can see it.",
            )
        )
