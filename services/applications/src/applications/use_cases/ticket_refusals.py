"""What can be wrong with a request about a ticket that was called, or about a centre's queue."""

from typing import ClassVar

from shared.errors import DomainError, Kind
from shared.texts import Text


class TicketNotCalled(DomainError):
    """Nobody can fail to come who was not called (409)."""

    kind = Kind.CONFLICT
    code = "ticket-not-called"
    title: ClassVar[Text] = Text(
        az="Növbə masaya çağırılmayıb", en="The ticket is not called to a desk"
    )

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Yalnız hazırda masaya çağırılmış növbə üçün gəlməmə qeyd edilir.",
                en="Only of a ticket that is called to a desk just now can it be said.",
            )
        )


class CalledElsewhere(DomainError):
    """Another desk called the person, and only that desk knows whether they came (403)."""

    kind = Kind.FORBIDDEN
    code = "called-elsewhere"
    title: ClassVar[Text] = Text(
        az="Növbə başqa masaya çağırılıb", en="Another desk called this ticket"
    )

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Gəlməməni növbəni çağıran masa qeyd edir.",
                en="The desk that called the ticket says whether the person came.",
            )
        )


class PersonCame(DomainError):
    """The person's case has been received at a desk, or was begun just now (409)."""

    kind = Kind.CONFLICT
    code = "person-came"
    title: ClassVar[Text] = Text(az="Şəxs gəlib", en="The person has come")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Bu növbə ilə müraciət artıq qəbul edilir.",
                en="The case of this ticket is being received already.",
            )
        )


class CentreUnknown(DomainError):
    """The caller's token names no centre, and a queue is a centre's (403)."""

    kind = Kind.FORBIDDEN
    code = "centre-unknown"
    title: ClassVar[Text] = Text(az="Mərkəz məlum deyil", en="No centre is known")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Çalışdığınız mərkəzlə birgə daxil olun.",
                en="Sign in with the centre you work at.",
            )
        )
