import pytest

from catalog.domain.publishing.review import (
    DraftState,
    PersonUnnamed,
    Review,
    ReviewAction,
    ReviewBlocked,
    SecondPersonNeeded,
    advance,
)


def test_a_draft_goes_from_editing_to_publication_through_a_second_person() -> None:
    author = frozenset({"Nigar"})

    assert advance(Review(DraftState.DRAFT), ReviewAction.EDIT, "Nigar") == "draft"
    assert advance(Review(DraftState.DRAFT, author), ReviewAction.SUBMIT, "Nigar") == "submitted"
    assert (
        advance(Review(DraftState.SUBMITTED, author), ReviewAction.APPROVE, "Tural") == "approved"
    )
    assert (
        advance(Review(DraftState.APPROVED, author), ReviewAction.PUBLISH, "Tural") == "published"
    )


@pytest.mark.parametrize(
    "name", ["Nigar İsmayıl", " nigar  ismayıl ", "NİGAR İSMAYIL", "Nig\u0430r İsm\u0430yıl"]
)
@pytest.mark.parametrize(
    ("state", "action"),
    [
        (DraftState.SUBMITTED, ReviewAction.APPROVE),
        (DraftState.APPROVED, ReviewAction.PUBLISH),
    ],
)
def test_nobody_approves_or_publishes_their_own_work(
    state: DraftState, action: ReviewAction, name: str
) -> None:
    with pytest.raises(SecondPersonNeeded):
        advance(Review(state, frozenset({"Nigar İsmayıl", "Aydan"})), action, name)


@pytest.mark.parametrize("state", [DraftState.SUBMITTED, DraftState.APPROVED])
def test_an_edit_takes_submission_and_approval_back(state: DraftState) -> None:
    assert advance(Review(state), ReviewAction.EDIT, "Nigar") is DraftState.DRAFT


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (DraftState.DRAFT, ReviewAction.APPROVE),
        (DraftState.DRAFT, ReviewAction.PUBLISH),
        (DraftState.SUBMITTED, ReviewAction.PUBLISH),
        (DraftState.SUBMITTED, ReviewAction.SUBMIT),
        (DraftState.PUBLISHED, ReviewAction.EDIT),
        (DraftState.PUBLISHED, ReviewAction.PUBLISH),
    ],
)
def test_a_step_out_of_turn_is_blocked_and_says_where_the_draft_stands(
    state: DraftState, action: ReviewAction
) -> None:
    with pytest.raises(ReviewBlocked) as blocked:
        advance(Review(state), action, "Tural")

    assert blocked.value.members == {"state": state.value}


def test_every_step_is_somebodys() -> None:
    with pytest.raises(PersonUnnamed):
        advance(Review(DraftState.DRAFT), ReviewAction.EDIT, "  ")
