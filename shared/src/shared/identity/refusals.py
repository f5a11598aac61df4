"""Why a caller is not let in, in words for the caller; never which check of a token failed how."""

from collections.abc import Mapping
from typing import ClassVar

from shared.errors import DomainError, Kind
from shared.texts import Text

_GET_A_TOKEN = Text(
    az="Şəxsiyyət provayderindən yeni token alın və təkrarlayın.",
    en="Get a new token from the identity provider and repeat.",
)


class TokenMissing(DomainError):
    """The address needs a caller and there is no bearer token (401)."""

    kind: ClassVar[Kind] = Kind.UNAUTHENTICATED
    code: ClassVar[str] = "token-missing"
    title: ClassVar[Text] = Text(az="Token göndərilməyib", en="There is no token")
    headers: ClassVar[Mapping[str, str]] = {"WWW-Authenticate": 'Bearer realm="dost"'}

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="`Authorization: Bearer …` başlığı ilə token göndərin.",
                en="Send a token in the header `Authorization: Bearer …`.",
            )
        )


class TokenInvalid(DomainError):
    """Not a token of our provider for anybody: shape, algorithm, key, signature or claims (401)."""

    kind: ClassVar[Kind] = Kind.UNAUTHENTICATED
    code: ClassVar[str] = "token-invalid"
    title: ClassVar[Text] = Text(az="Token etibarsızdır", en="The token is not valid")
    headers: ClassVar[Mapping[str, str]] = {
        "WWW-Authenticate": 'Bearer realm="dost", error="invalid_token"'
    }

    def __init__(self) -> None:
        super().__init__(_GET_A_TOKEN)


class TokenExpired(TokenInvalid):
    """The token was good and its time is over (401)."""

    code: ClassVar[str] = "token-expired"
    title: ClassVar[Text] = Text(az="Tokenin müddəti bitib", en="The token has expired")


class TokenWrongAudience(TokenInvalid):
    """The token is good, and for another service (401)."""

    code: ClassVar[str] = "token-wrong-audience"
    title: ClassVar[Text] = Text(
        az="Token başqa xidmət üçündür", en="The token is for another service"
    )


class RoleNotAllowed(DomainError):
    """The caller's role may not do this at all (403)."""

    kind: ClassVar[Kind] = Kind.FORBIDDEN
    code: ClassVar[str] = "role-not-allowed"
    title: ClassVar[Text] = Text(az="Bu rola icazə verilmir", en="This role may not do that")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Bu əməliyyat başqa rol üçündür. Uyğun rolla daxil olun.",
                en="This is for another role. Sign in with one that may do it.",
            )
        )


class IdentityUnavailable(DomainError):
    """The provider does not answer and we have no keys to check tokens with (503)."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code: ClassVar[str] = "identity-unavailable"
    title: ClassVar[Text] = Text(
        az="Şəxsiyyət provayderi cavab vermir", en="The identity provider does not answer"
    )

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Bir qədər sonra eyni sorğunu təkrarlayın.",
                en="Repeat the same request a little later.",
            )
        )
