"""The way of a draft: who may do what to it when, as one table; approval needs a second person."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from catalog.domain.spelling import key_of, lower
from shared.errors import DomainError, Kind
from shared.texts import Text


class DraftState(StrEnum):
    """Where a draft stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    PUBLISHED = "published"


class ReviewAction(StrEnum):
    """What people do to a draft."""

    IMPORT = "import"
    EDIT = "edit"
    SUBMIT = "submit"
    APPROVE = "approve"
    PUBLISH = "publish"


TRANSITIONS: Mapping[tuple[DraftState, ReviewAction], DraftState] = {
    (DraftState.DRAFT, ReviewAction.EDIT): DraftState.DRAFT,
    # What was submitted or approved is what was read: an edit takes both back.
    (DraftState.SUBMITTED, ReviewAction.EDIT): DraftState.DRAFT,
    (DraftState.APPROVED, ReviewAction.EDIT): DraftState.DRAFT,
    (DraftState.DRAFT, ReviewAction.SUBMIT): DraftState.SUBMITTED,
    (DraftState.SUBMITTED, ReviewAction.APPROVE): DraftState.APPROVED,
    (DraftState.APPROVED, ReviewAction.PUBLISH): DraftState.PUBLISHED,
}

_REMEDIES: Mapping[DraftState, Text] = {
    DraftState.DRAFT: Text(
        az="Qaralama hələ təqdim edilməyib: əvvəlcə onu təqdim edin (submit).",
        en="The draft has not been submitted: submit it first.",
    ),
    DraftState.SUBMITTED: Text(
        az="Qaralama təsdiq gözləyir: onu redaktədə iştirak etməyən şəxs təsdiq etməlidir (approve).",
        en="The draft waits for approval by a person who did not edit it: approve it first.",
    ),
    DraftState.APPROVED: Text(
        az="Qaralama təsdiq edilib: onu dərc edin (publish) və ya yenidən redaktə edin.",
        en="The draft is approved: publish it, or edit it again.",
    ),
    DraftState.PUBLISHED: Text(
        az="Qaralama dərc edilib və dəyişmir: yeni versiya üçün təftiş açın (revise).",
        en="The draft is published and does not change: open a revision for a new version.",
    ),
}


class ReviewBlocked(DomainError):
    """The draft is in a state from which this does not follow (409)."""

    kind: ClassVar[Kind] = Kind.CONFLICT
    code: ClassVar[str] = "review-blocked"
    title: ClassVar[Text] = Text(
        az="Qaralamanın vəziyyəti buna imkan vermir", en="The state of the draft does not allow it"
    )

    def __init__(self, state: DraftState) -> None:
        super().__init__(_REMEDIES[state], members={"state": state.value})


class SecondPersonNeeded(DomainError):
    """Nobody approves or publishes what they edited or submitted themselves (403)."""

    kind: ClassVar[Kind] = Kind.FORBIDDEN
    code: ClassVar[str] = "second-person-needed"
    title: ClassVar[Text] = Text(az="İkinci şəxs lazımdır", en="A second person is needed")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Redaktə və ya təqdim edən şəxs öz işini təsdiq və dərc edə bilməz: "
                "bunu başqa şəxs etməlidir.",
                en="Whoever edited or submitted a draft can neither approve nor publish it: "
                "ask another person.",
            )
        )


class PersonUnnamed(DomainError):
    """Every step of the review is somebody's."""

    code: ClassVar[str] = "person-unnamed"
    title: ClassVar[Text] = Text(az="Şəxs göstərilməyib", en="No person is named")

    def __init__(self) -> None:
        super().__init__(
            Text(az="Bunu kimin etdiyini göstərin (--as).", en="Say who does this (--as).")
        )


class DraftMissing(DomainError):
    """There is no draft of this id (404)."""

    kind: ClassVar[Kind] = Kind.MISSING
    code: ClassVar[str] = "draft-missing"
    title: ClassVar[Text] = Text(az="Qaralama yoxdur", en="There is no such draft")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Qaralamaların siyahısına baxın (drafts).",
                en="Look at the list of drafts (drafts).",
            )
        )


@dataclass(frozen=True, slots=True)
class Review:
    """Where a draft stands; ``authors`` are all who ever edited or submitted it."""

    state: DraftState
    authors: frozenset[str] = frozenset()


def advance(review: Review, action: ReviewAction, person: str) -> DraftState:
    """Return the state after ``action`` by ``person``.

    Raises ReviewBlocked, SecondPersonNeeded or PersonUnnamed. A name is compared without regard
    to blanks, case, punctuation and letters of other scripts that look alike, so that one person is
    not two.
    """
    name = identity_of(person)
    state = TRANSITIONS.get((review.state, action))
    if state is None:
        raise ReviewBlocked(review.state)
    if action in {ReviewAction.APPROVE, ReviewAction.PUBLISH}:
        authors = {identity_of(author) for author in review.authors}
        if name in authors:
            raise SecondPersonNeeded
    return state


def identity_of(person: str) -> str:
    """Return the comparable form of a name (PersonUnnamed when there is none)."""
    name = lower(" ".join(person.split()))
    if not name:
        raise PersonUnnamed
    return key_of(name) or name
