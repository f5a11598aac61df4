from hypothesis import given
from hypothesis import strategies as st

from notifications.domain.client_keys import client_key

SECRET = bytes(range(32))


def test_the_same_promise_has_the_same_key_however_often_it_is_made() -> None:
    keys = {
        client_key(SECRET, event_id="e-1", template="decision", recipient_role="applicant")
        for _ in range(3)
    }

    assert len(keys) == 1


def test_without_the_secret_the_key_cannot_be_made() -> None:
    known = {"event_id": "e-1", "template": "decision", "recipient_role": "applicant"}

    assert client_key(SECRET, **known) != client_key(SECRET[::-1], **known)


@given(
    st.tuples(st.uuids(), st.sampled_from(["in-progress", "decision"]), st.text(max_size=9)),
    st.tuples(st.uuids(), st.sampled_from(["in-progress", "decision"]), st.text(max_size=9)),
)
def test_two_promises_share_a_key_only_when_they_are_one(
    one: tuple[object, str, str], other: tuple[object, str, str]
) -> None:
    keys = [
        client_key(SECRET, event_id=str(event), template=template, recipient_role=role)
        for event, template, role in (one, other)
    ]

    assert (keys[0] == keys[1]) is (one == other)
