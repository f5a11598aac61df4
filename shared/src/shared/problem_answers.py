"""What a problem says, and the answers that come from no domain error but from HTTP itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.errors import InputError
from shared.texts import Text


class Answer:
    """What a problem says, before it is put into a language."""

    __slots__ = ("code", "detail", "errors", "headers", "members", "status", "title")

    def __init__(
        self,
        status: int,
        code: str,
        title: Text,
        detail: Text,
        *,
        errors: Sequence[InputError] = (),
        members: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.errors = errors
        self.members = members or {}
        self.headers = headers or {}


MALFORMED_JSON = Answer(
    400,
    "malformed-json",
    Text(az="JSON oxunmadı", en="The JSON cannot be read"),
    Text(az="Düzgün JSON sənədi göndərin.", en="Send a well-formed JSON document."),
)
INVALID_INPUT = Answer(
    422,
    "invalid-input",
    Text(az="Məlumatlar düzgün deyil", en="The input is not valid"),
    Text(
        az="`errors` siyahısındakı hər bəndi düzəldib sorğunu təkrarlayın.",
        en="Correct each entry of `errors` and repeat the request.",
    ),
)
BAD_REQUEST = Answer(
    400,
    "bad-request",
    Text(az="Sorğu qəbul edilmədi", en="The request was not accepted"),
    Text(az="API təsvirinə baxıb sorğunu düzəldin.", en="Correct it by the API's description."),
)
"""What the framework refuses with a status we give no sentence of its own."""

UNSUPPORTED_MEDIA_TYPE = Answer(
    415,
    "unsupported-media-type",
    Text(az="Məzmun növü dəstəklənmir", en="The media type is not supported"),
    Text(
        az="Sorğunu `Content-Type: application/json` ilə göndərin.",
        en="Send the request with `Content-Type: application/json`.",
    ),
)
UNEXPECTED = Answer(
    500,
    "unexpected",
    Text(az="Bizdə xəta baş verdi", en="Something went wrong on our side"),
    Text(
        az="Bir az sonra təkrarlayın. Xəta davam edərsə, `trace_id` dəyərini bizə bildirin.",
        en="Try again later. If it goes on, tell us the `trace_id`.",
    ),
)
BY_STATUS: Mapping[int, Answer] = {
    400: Answer(
        400,
        "malformed-body",
        Text(az="Sorğunun gövdəsi oxunmadı", en="The body cannot be read"),
        Text(
            az="Gövdəni `Content-Type` başlığına uyğun kodlaşdırın (JSON: UTF-8).",
            en="Encode the body as its `Content-Type` says (JSON: UTF-8).",
        ),
    ),
    404: Answer(
        404,
        "not-found",
        Text(az="Tapılmadı", en="Not found"),
        Text(
            az="Bu ünvanda heç nə yoxdur. Ünvanı yoxlayın.",
            en="There is nothing at this address. Check it.",
        ),
    ),
    405: Answer(
        405,
        "method-not-allowed",
        Text(az="Metoda icazə verilmir", en="The method is not allowed"),
        Text(
            az="`Allow` başlığındakı metodlardan birini işlədin.",
            en="Use one of the methods in the `Allow` header.",
        ),
    ),
}
"""The framework's own refusals, by status."""
