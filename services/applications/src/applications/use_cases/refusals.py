"""What can be wrong with a request besides the rules of the case itself."""

from collections.abc import Sequence
from typing import ClassVar

from shared.errors import DomainError, InputError, Kind
from shared.texts import Text


class OtherCentre(DomainError):
    """The caller works at another centre (403)."""

    kind = Kind.FORBIDDEN
    code = "other-centre"
    title: ClassVar[Text] = Text(az="Başqa mərkəz", en="Another centre")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Yalnız öz mərkəziniz üçün işləyə bilərsiniz: `centre` dəyərini düzəldin.",
                en="You can only work for your own centre: correct `centre`.",
            )
        )


class OtherDesk(DomainError):
    """The caller sits at another desk (403)."""

    kind = Kind.FORBIDDEN
    code = "other-desk"
    title: ClassVar[Text] = Text(az="Başqa masa", en="Another desk")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Növbəni yalnız öz masanıza çağıra bilərsiniz: `desk` dəyərini düzəldin.",
                en="You can only call to your own desk: correct `desk`.",
            )
        )


class UnknownDirection(DomainError):
    """No service in force queues in this direction (422)."""

    kind = Kind.INVALID
    code = "unknown-direction"
    title: ClassVar[Text] = Text(az="Belə növbə yoxdur", en="There is no such queue")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Xidmət pasportunda göstərilmiş istiqaməti göndərin.",
                en="Send a direction that a published passport names.",
            )
        )


class NobodyWaits(DomainError):
    """The queue is empty (409); it is no fault of the caller's."""

    kind = Kind.CONFLICT
    code = "nobody-waits"
    title: ClassVar[Text] = Text(az="Növbədə heç kim yoxdur", en="Nobody waits")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Yeni növbə kağızı verildikdən sonra yenidən çağırın.",
                en="Call again when a new ticket has been given out.",
            )
        )


class TicketMissing(DomainError):
    """There is no such ticket, or it is another centre's (404)."""

    kind = Kind.MISSING
    code = "ticket-not-found"
    title: ClassVar[Text] = Text(az="Növbə kağızı tapılmadı", en="The ticket was not found")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Öz mərkəzinizdə bu gün verilmiş növbə kağızını göstərin.",
                en="Name a ticket that your own centre gave out.",
            )
        )


class UnknownService(DomainError):
    """No published passport of this service is in force (422)."""

    kind = Kind.INVALID
    code = "unknown-service"
    title: ClassVar[Text] = Text(az="Belə xidmət yoxdur", en="There is no such service")

    def __init__(self) -> None:
        detail = Text(
            az="`service_id` dəyərini kataloqdan götürün: xidmətin qüvvədə olan pasportu olmalıdır.",
            en="Take `service_id` from the catalogue: the service needs a passport in force.",
        )
        super().__init__(detail, errors=[InputError("/service_id", self.code, detail)])


class ReceiptMissing(DomainError):
    """This caller was given no answer for this key (404)."""

    kind = Kind.MISSING
    code = "receipt-not-found"
    title: ClassVar[Text] = Text(az="Qəbz tapılmadı", en="The receipt was not found")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Sorğunu eyni `Idempotency-Key` ilə təkrarlayın: iki dəfə yerinə yetirilməyəcək.",
                en="Repeat the request with the same `Idempotency-Key`: it happens only once.",
            )
        )


class QueryUnknown(DomainError):
    """A query name nobody knows, or one given twice (422)."""

    kind = Kind.INVALID
    code = "query-unknown"
    title: ClassVar[Text] = Text(
        az="Sorğunun parametri tanınmır", en="A query parameter is not known"
    )

    def __init__(self, names: Sequence[str]) -> None:
        detail = Text(
            az="Hər biri bir dəfə göndərilə bilər: {listed}.", en="Each may be sent once: {listed}."
        )
        super().__init__(detail.filled(listed=", ".join(names)))
