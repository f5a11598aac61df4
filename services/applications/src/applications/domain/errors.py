"""What can be wrong with a submission or an action, in business words."""

from collections.abc import Sequence
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


class ActionForbidden(DomainError):
    """The caller may see the case, and this action is not theirs."""

    kind = Kind.FORBIDDEN
    code = "action-forbidden"
    title: ClassVar[Text] = Text(
        az="Bu əməliyyat sizin səlahiyyətinizdə deyil", en="This action is not yours to do"
    )

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Edə biləcəyiniz əməliyyatlar müraciətin özündə sadalanır.",
                en="What you can do is listed in the case's “allowed_actions”.",
            )
        )


class ActionBlocked(DomainError):
    """The action is the caller's, and something must happen first: ``blocked_by`` says what."""

    kind = Kind.CONFLICT
    code = "action-blocked"
    title: ClassVar[Text] = Text(
        az="Əməliyyat hələ mümkün deyil", en="The action is not possible yet"
    )

    def __init__(self, unmet: Sequence[tuple[str, Text]]) -> None:
        super().__init__(
            Text(
                az="Hər bir səbəb cavabda ayrıca göstərilib.",
                en="Each reason is listed in “blocked_by”.",
            ),
            members={"blocked_by": [{"code": code, "detail": detail} for code, detail in unmet]},
        )


class HandlingNotSupported(DomainError):
    """The passport asks for a handling, counting or step that cannot be run yet."""

    code = "handling-not-supported"
    title: ClassVar[Text] = Text(
        az="Bu xidmət hələ elektron icra edilmir", en="This service cannot be run here yet"
    )

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Heç nə saxlanılmadı; bu xidmət üçün DOST mərkəzinə müraciət edin.",
                en="Nothing was stored; for this service go to a DOST centre.",
            )
        )


class SubmitterNotAllowed(DomainError):
    """The caller may not submit through this channel, or not for this person."""

    kind = Kind.FORBIDDEN
    code = "submitter-not-allowed"
    title: ClassVar[Text] = Text(
        az="Bu müraciəti siz verə bilməzsiniz", en="This application is not yours to submit"
    )
