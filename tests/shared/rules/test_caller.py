"""Who did it is told by role and login, never by a person's number."""

from shared.identity.caller import Caller, Role

CALLER = Caller(issuer="i", subject="s-1", client="portal", role=Role.CITIZEN, fin="5ZK1Q2W")


def test_history_names_a_caller_by_role_and_subject() -> None:
    assert CALLER.actor == "citizen:s-1"


def test_a_caller_shown_in_a_trace_or_console_shows_no_fin() -> None:
    assert "5ZK1Q2W" not in f"{CALLER} {CALLER!r} {[CALLER]}"
