"""Which calls are the outside world's, and which are the sandbox's own."""

import pytest

from sandbox.traffic.targets import belongs_to, target_of


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/esosial/messages/key", "esosial"),
        ("/meis/sigorta/queries", "meis/sigorta"),
        ("/identity/token", "identity"),
        ("/identity/jwks", "identity"),
        ("/identity/test-tokens", None),
        ("/esosial/inboxes", None),
        ("/esosial/messages", None),
        ("/clock", None),
        ("/calls", None),
        ("/livez", None),
        ("/", None),
        ("/meis", None),
    ],
)
def test_a_path_belongs_to_one_outside_system_or_to_none(path: str, target: str | None) -> None:
    assert target_of(path) == target


def test_meis_means_all_sixteen() -> None:
    assert belongs_to("meis/sigorta", "meis")
    assert belongs_to("meis/sigorta", "meis/sigorta")
    assert not belongs_to("meis/sigorta", "meis/monitorinq")
    assert not belongs_to("meis/sigorta", "meis/sig")
