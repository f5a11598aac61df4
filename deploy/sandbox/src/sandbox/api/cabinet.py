"""The citizens' cabinet on E-sosial: a message is put by its sender's key, and is one message."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from fastapi import APIRouter, Path, Query, Response, status
from pydantic import BaseModel, Field

from sandbox.api.inputs import Fin, StrictInput
from sandbox.cabinet import Content, KeyReused, Message
from sandbox.world import World, WorldDep
from shared.errors import DomainError, Kind
from shared.problems import responses
from shared.texts import Text

router = APIRouter(prefix="/esosial", tags=["esosial"])

ClientKey = Annotated[str, Path(pattern="^[A-Za-z0-9._~:=+-]{1,200}$")]


class MessageNotFound(DomainError):
    """Nothing was stored under that key: whoever does not know may send (again)."""

    kind: ClassVar[Kind] = Kind.MISSING
    code: ClassVar[str] = "message-not-found"
    title: ClassVar[Text] = Text(az="Mesaj tapılmadı", en="There is no such message")


class CabinetNotFound(DomainError):
    """The person has no cabinet, or there is no such person; sending again will not help."""

    kind: ClassVar[Kind] = Kind.MISSING
    code: ClassVar[str] = "cabinet-not-found"
    title: ClassVar[Text] = Text(az="Kabinet tapılmadı", en="There is no such cabinet")


class ClientKeyReused(DomainError):
    """The key names another message already; nothing was stored."""

    kind: ClassVar[Kind] = Kind.CONFLICT
    code: ClassVar[str] = "client-key-reused"
    title: ClassVar[Text] = Text(az="Açar artıq işlədilib", en="The key is in use")


class Recipient(StrictInput):
    """Whose cabinet."""

    fin: Fin


class MessageToStore(StrictInput):
    """A message as its sender wants it read."""

    recipient: Recipient
    subject: Annotated[str, Field(min_length=1, max_length=300)]
    body: Annotated[str, Field(min_length=1, max_length=10_000)]
    language: Literal["az", "en", "ru"]


class Receipt(BaseModel):
    """What the sender is told, the same each time; ``stored_at`` is business time."""

    client_key: str
    message_id: str
    stored_at: datetime


class StoredMessage(Receipt):
    """A message in some inbox; ``inbox`` tells inboxes apart by a number that names nobody."""

    inbox: int


class StoredMessages(BaseModel):
    """What is stored, oldest first; ``next`` is the ``after`` of the next page, null on the last."""

    items: list[StoredMessage]
    next: int | None


class InboxMessage(Receipt):
    """A message as the citizen reads it."""

    subject: str
    body: str
    language: str


class Inbox(BaseModel):
    """The messages of one person, oldest first."""

    items: list[InboxMessage]


@router.put(
    "/messages/{client_key}",
    status_code=status.HTTP_201_CREATED,
    responses={
        200: {"model": Receipt, "description": "The message was there already."},
        **responses(Kind.MISSING, Kind.CONFLICT, Kind.INVALID),
    },
)
async def put_message(
    client_key: ClientKey, body: MessageToStore, world: WorldDep, response: Response
) -> Receipt:
    """Store a message once: 201 the first time, 200 and the same answer each time after.

    Raises ``CabinetNotFound`` (404), and ``ClientKeyReused`` (409) where the key names another
    message already.
    """
    _has_cabinet(world, body.recipient.fin)
    content = Content(body.recipient.fin, body.subject, body.body, body.language)
    try:
        message, new = await world.cabinet.store(client_key, content, await world.clock.now())
    except KeyReused as error:
        raise ClientKeyReused(
            Text(
                az="Başqa mesaj üçün başqa açar işlədin.",
                en="Use another key for another message.",
            )
        ) from error
    if not new:
        response.status_code = status.HTTP_200_OK
    return _receipt(message)


@router.get("/messages")
async def list_messages(
    world: WorldDep,
    after: Annotated[int, Query(ge=0, le=2**31)] = 0,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1_000,
) -> StoredMessages:
    """List every message of every cabinet by its sender's key, without its content or recipient.

    For accounts of a whole system: no fault hits it and it is not among the calls. Messages are
    never taken away, so ``after``, a number of messages, stands for the same place for ever.
    """
    page = world.cabinet.page(after, limit + 1)
    return StoredMessages(
        items=[
            StoredMessage(**_receipt(message).model_dump(), inbox=world.cabinet.inbox_of(message))
            for message in page[:limit]
        ],
        next=after + limit if len(page) > limit else None,
    )


@router.get("/messages/{client_key}", responses=responses(Kind.MISSING))
async def get_message(client_key: ClientKey, world: WorldDep) -> Receipt:
    """Tell the sender whether a message arrived; raises ``MessageNotFound`` (404)."""
    message = world.cabinet.find(client_key)
    if message is None:
        raise MessageNotFound(
            Text(
                az="Bu açarla mesaj saxlanmayıb; onu göndərin.",
                en="No message is stored under this key; send it.",
            )
        )
    return _receipt(message)


@router.post("/inboxes", responses=responses(Kind.MISSING, Kind.INVALID))
async def read_inbox(body: Recipient, world: WorldDep) -> Inbox:
    """Return what a person finds in the cabinet; raises ``CabinetNotFound`` (404).

    For tests and tours: no fault hits it and it is not among the calls.
    """
    _has_cabinet(world, body.fin)
    return Inbox(items=[_inbox_message(message) for message in world.cabinet.of(body.fin)])


def _has_cabinet(world: World, fin: str) -> None:
    person = world.people.find("fin", fin)
    if person is None or not person.cabinet:
        raise CabinetNotFound(
            Text(
                az="Bu şəxsin E-sosial kabineti yoxdur.",
                en="This person has no cabinet on E-sosial.",
            )
        )


def _receipt(message: Message) -> Receipt:
    return Receipt(
        client_key=message.client_key, message_id=message.message_id, stored_at=message.stored_at
    )


def _inbox_message(message: Message) -> InboxMessage:
    return InboxMessage(
        client_key=message.client_key,
        message_id=message.message_id,
        subject=message.content.subject,
        body=message.content.body,
        language=message.content.language,
        stored_at=message.stored_at,
    )
