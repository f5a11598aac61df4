"""Drafts: begun on the phone, ended at a desk, by the operator or by the person themself."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from applications.domain.actor import Actor, ActorRole
from applications.domain.case_number import check_character
from applications.domain.errors import HandlingNotSupported
from applications.domain.faults import ChannelNotListed, Fault, refuse
from applications.domain.intake.opening import ensure_runnable
from applications.domain.intake.submission import CALL_CENTRE
from applications.domain.naming import listing
from applications.domain.passport import Passport
from shared.errors import DomainError, InputError, Kind
from shared.texts import Text

_NUMBER = re.compile(r"Q-([0-9]{6,})-([0-9X])")
PERSON_PLACE = "/applicant/person/identifier"


@dataclass(frozen=True, slots=True)
class Draft:
    """An application that is not one yet.

    ``person_index`` is whose it is, ``found_by`` the agent who has them at the desk. ``content`` is
    what was said so far in the shape of a submission; None once ``case_id`` is what became of it.
    ``expires_at`` is by the database's clock.
    """

    id: str
    number: str
    version: int
    person_index: str
    verification_id: str
    call_id: str
    begun_by: str
    begun_at: datetime
    changed_by: str
    changed_at: datetime
    expires_at: datetime
    service_id: str | None
    service_name: str | None
    content: Mapping[str, Any] | None
    found_by: str | None = None
    case_id: str | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Who opens a draft: a citizen by their own index, an operator by whom they have on the line."""

    actor: Actor
    own_index: str | None = None
    on_the_line: bool = False


def draft_number(serial: int) -> str:
    """Return the number of a draft, to be said on the phone and at the desk: ``Q-000123-5``."""
    digits = f"{serial:06d}"
    return f"Q-{digits}-{check_character(digits)}"


def is_draft_number(text: str) -> bool:
    """Tell whether ``text`` has the shape and the check character fits."""
    match = _NUMBER.fullmatch(text)
    return match is not None and check_character(match[1]) == match[2]


def may_open(draft: Draft, reader: Reader) -> bool:
    """Tell whether the draft is the reader's to see, change and end."""
    actor = reader.actor
    if actor.role is ActorRole.CITIZEN:
        return reader.own_index == draft.person_index
    if actor.role is ActorRole.OPERATOR:
        return reader.on_the_line
    return actor.role is ActorRole.AGENT and draft.found_by == actor.name


def may_discard(draft: Draft, reader: Reader) -> bool:
    """Tell whether the reader may discard it: who may open it, and the operator who began it.

    A call may be over when somebody sees that what was begun on it is of no use.
    """
    return may_open(draft, reader) or draft.begun_by == reader.actor.name


def opened(
    draft: Draft | None,
    reader: Reader,
    now: datetime,
    may: Callable[[Draft, Reader], bool] = may_open,
) -> Draft:
    """Return the draft as it may be used; DraftMissing: none, run out, or not the reader's."""
    if draft is None or draft.expires_at <= now or not may(draft, reader):
        raise DraftMissing
    return draft


def ensure_open(draft: Draft) -> Mapping[str, Any]:
    """Return the content of a draft that nobody has ended yet (DraftEnded)."""
    if draft.content is None:
        raise DraftEnded
    return draft.content


def ensure_of_person(draft: Draft, person_index: str | None) -> None:
    """Raise DraftOfAnother where a change would make it somebody else's."""
    if draft.person_index != person_index:
        raise DraftOfAnother


def ensure_by_phone(passport: Passport) -> None:
    """Raise unless an application for this service may be begun on the phone.

    HandlingNotSupported, for protected services in any case: nothing of them is ever on a card.
    """
    ensure_runnable(passport)
    if passport.handling.protected:
        raise HandlingNotSupported
    if CALL_CENTRE not in passport.channels:
        remedy = listing(_CHANNELS, passport.channels, passport.words.channels)
        refuse([Fault(ChannelNotListed, "/service_id", remedy, passport.channels)])


class DraftMissing(DomainError):
    """There is no such draft, or it is not the caller's: the same answer for both (404)."""

    kind = Kind.MISSING
    code = "draft-not-found"
    title: ClassVar[Text] = Text(az="Qaralama tapılmadı", en="The draft was not found")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Qaralamanın nömrəsini və şəxsin identifikatorunu birlikdə yoxlayın; "
                "vaxtı keçmiş qaralama silinir.",
                en="Check the draft's number together with the person's identifier; "
                "a draft that has run out is deleted.",
            )
        )


class DraftNumberInvalid(DomainError):
    """The check character does not fit: a digit was misheard (422)."""

    code = "draft-number-invalid"
    title: ClassVar[Text] = Text(
        az="Qaralamanın nömrəsi düzgün deyil", en="The draft's number is not well formed"
    )

    def __init__(self) -> None:
        detail = Text(
            az="Nömrə `Q-000123-5` şəklindədir; səhv eşidilmiş rəqəmi yoxlayın.",
            en="A number looks like `Q-000123-5`; a digit was misheard.",
        )
        super().__init__(detail, errors=[InputError("/draft_number", self.code, detail)])


class DraftEnded(DomainError):
    """Somebody has made a case of the draft (409)."""

    kind = Kind.CONFLICT
    code = "draft-ended"
    title: ClassVar[Text] = Text(
        az="Bu qaralama artıq müraciətə çevrilib", en="The draft has become a case already"
    )

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Qaralamanı oxuyun: müraciətin nömrəsi orada göstərilib.",
                en="Read the draft: it names the case.",
            )
        )


class DraftOfAnother(DomainError):
    """A draft stays the person's it was begun with (422)."""

    code = "draft-of-another"
    title: ClassVar[Text] = Text(az="Qaralama başqa şəxsindir", en="The draft is another person's")

    def __init__(self) -> None:
        detail = Text(
            az="Başqa şəxs üçün yeni qaralama açın.", en="Begin another draft for another person."
        )
        super().__init__(detail, errors=[InputError(PERSON_PLACE, self.code, detail)])


_CHANNELS = Text(
    az="Bu xidmətə telefonla müraciət edilmir; formaları: {listed}.",
    en="This service is not applied for by phone; it takes: {listed}.",
)
