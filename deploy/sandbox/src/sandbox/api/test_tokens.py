"""Tokens for tests: any role, any person, expired or for the wrong service if asked so."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, ClassVar

from fastapi import APIRouter
from pydantic import Field

from sandbox.api.identity import TokenAnswer
from sandbox.api.inputs import StrictInput
from sandbox.identity.tokens import BEARER, LIFETIME, SERVICES, Grantee
from sandbox.registries.people import People
from sandbox.world import WorldDep
from shared.errors import DomainError, InputError, Kind
from shared.identity.caller import Role
from shared.problems import responses
from shared.texts import Text

router = APIRouter(prefix="/identity", tags=["identity"])
PORTAL, CONSOLE = "portal", "console"


class UnknownTestPerson(DomainError):
    """A citizen's token was asked for somebody who is not among the test people."""

    code: ClassVar[str] = "unknown-test-person"
    title: ClassVar[Text] = Text(az="Belə sınaq şəxsi yoxdur", en="There is no such test person")


class TestTokenRequest(StrictInput):
    """Whose token, and what is in it.

    ``person`` is the FIN of a test person where the role is citizen, a login name otherwise.
    ``audience`` absent means all four services. ``expires_in`` counts seconds and may be negative:
    the token has run out then.
    """

    __test__ = False  # the name begins with Test, and pytest collects by name

    role: Role
    person: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    organisation: str | None = None
    centre: str | None = None
    body: str | None = None
    desk: str | None = None
    client: str | None = None
    protected: bool = False
    audience: list[str] | None = None
    expires_in: Annotated[int, Field(ge=-86_400, le=86_400)] = int(LIFETIME.total_seconds())


@router.post("/test-tokens", responses=responses(Kind.INVALID))
async def issue_test_token(body: TestTokenRequest, world: WorldDep) -> TokenAnswer:
    """Sign the token a test or a tour asks for; there is no secret to know.

    Raises ``UnknownTestPerson`` (422) for a citizen who is not among ``GET /people``.
    """
    grantee, fin = _speaks_for(body, world.people)
    claims: dict[str, Any] = body.model_dump(include={"organisation", "centre", "body", "desk"})
    claims |= {"fin": fin, "protected": body.protected or None}
    signed = world.issuer.issue(
        grantee,
        now=datetime.now(UTC),
        lifetime=timedelta(seconds=body.expires_in),
        claims=claims,
    )
    return TokenAnswer(access_token=signed, token_type=BEARER, expires_in=body.expires_in)


def _speaks_for(body: TestTokenRequest, people: People) -> tuple[Grantee, str | None]:
    audiences = SERVICES if body.audience is None else tuple(body.audience)
    if body.role is not Role.CITIZEN:
        client = body.client or CONSOLE
        return Grantee(body.person or client, client, body.role, audiences), None
    person = people.find("fin", body.person or "")
    if person is None:
        detail = Text(
            az="Vətəndaş üçün GET /people siyahısından bir FİN verin.",
            en="Give the FIN of one of GET /people for a citizen.",
        )
        error = InputError("/person", UnknownTestPerson.code, detail)
        raise UnknownTestPerson(detail, errors=[error])
    return Grantee(person.subject, body.client or PORTAL, body.role, audiences), person.fin
