"""The open table once more, written out by hand from the rules and the decisions that fill them in.

Nothing here is generated: whoever changes the table changes it twice, and says the same both times.
A line is the action, the states it starts from, where it leads, who may do it, and what must hold.
"""

import pytest

from applications.domain.transitions.open_table import OPEN_TABLE
from applications.domain.transitions.row import Transition

OPEN = "draft submitted at-front-office awaiting-documents at-back-office"
WHO = {
    "agent": "agent of the case's centre",
    "officer": "officer of the decision office",
}
BY_HAND = """
approach-desk         | submitted                                     | at-front-office    | agent           | ticket-called at-own-desk
claim                 | submitted                                     | at-front-office    | agent           | without-ticket no-other-claim
claim                 | at-front-office awaiting-documents            | stays              | agent           | no-other-claim
claim                 | at-back-office                                | stays              | officer         | no-other-claim
release               | at-front-office awaiting-documents            | stays              | agent           | own-claim
release               | at-back-office                                | stays              | officer         | own-claim
request-documents     | at-front-office awaiting-documents            | awaiting-documents | agent           | something-missing no-other-claim not-suspended
submit-documents      | submitted                                     | stays              | applicant agent | received no-other-claim
submit-documents      | awaiting-documents at-front-office            | at-front-office    | applicant agent | no-other-claim
stop-waiting          | at-front-office awaiting-documents            | at-front-office    | agent           | papers-awaited no-other-claim
check-registries      | open                                          | stays              | job agent       | registries-named no-final-answer not-being-asked
waive                 | at-front-office awaiting-documents            | stays              | agent           | requirement-missing no-other-claim
override              | at-front-office awaiting-documents            | stays              | agent           | answer-in-doubt no-other-claim
confirm-completeness  | at-front-office                               | stays              | agent           | completeness-open requirements-met mandate-seen no-other-claim not-suspended
forward               | at-front-office                               | at-back-office     | agent           | earlier-steps-done nothing-awaited mandate-seen no-other-claim not-suspended
grant                 | at-back-office                                | granted            | officer         | own-claim four-eyes mandate-seen not-suspended
refuse                | at-back-office                                | refused            | officer         | own-claim four-eyes mandate-seen not-suspended
notify                | open                                          | stays              | timer agent     | contact-allowed message-fits-state not-sent-yet clock-runs
notify                | granted refused                               | stays              | agent           | contact-allowed message-fits-state not-sent-yet
tell-in-person        | granted refused                               | closed             | agent           | no-message-reaches
adopt-calendar        | open                                          | stays              | officer         | calendar-offered
close                 | granted refused                               | closed             | system          | decision-told
return                | at-back-office                                | at-front-office    | officer         | no-other-claim not-suspended
withdraw              | open                                          | withdrawn          | applicant agent | taken-in
suspend               | at-front-office                               | stays              | agent           | own-claim clock-not-standing
suspend               | at-back-office                                | stays              | officer         | own-claim clock-not-standing
resume                | at-front-office                               | stays              | agent           | own-claim suspended
resume                | at-back-office                                | stays              | officer         | own-claim suspended
extend                | at-front-office                               | stays              | agent           | own-claim clock-not-standing not-extended-yet term-runs
extend                | at-back-office                                | stays              | officer         | own-claim clock-not-standing not-extended-yet term-runs
reassign              | at-front-office awaiting-documents            | stays              | agent           | no-other-claim
reassign              | at-back-office                                | stays              | officer         | no-other-claim
correct               | submitted at-front-office awaiting-documents  | stays              | agent           | taken-in no-other-claim
correct               | at-back-office                                | stays              | officer         | no-other-claim
renew-mandate         | submitted at-front-office awaiting-documents  | stays              | agent           | on-a-mandate taken-in no-other-claim not-ones-own-mandate
renew-mandate         | at-back-office                                | stays              | officer         | on-a-mandate taken-in no-other-claim not-ones-own-mandate
revoke-mandate        | submitted at-front-office awaiting-documents  | stays              | agent           | on-a-mandate taken-in no-other-claim
revoke-mandate        | at-back-office                                | stays              | officer         | on-a-mandate taken-in no-other-claim
revoke-mandate        | granted refused withdrawn closed               | stays              | agent           | on-a-mandate taken-in
confirm-mandate       | at-front-office awaiting-documents            | stays              | agent           | mandate-to-confirm copy-handed-in not-ones-own-mandate no-other-claim
reject-mandate        | at-front-office awaiting-documents            | stays              | agent           | mandate-to-reject no-other-claim
"""
Row = tuple[str, str, str, frozenset[str], frozenset[str]]


def written() -> list[Row]:
    """Return the lines above, one for each state an action starts from."""
    found: list[Row] = []
    for line in BY_HAND.strip().splitlines():
        action, states, to, who, guards = (each.strip() for each in f"{line} ".split("|"))
        named = frozenset(WHO.get(each, each) for each in who.split())
        from_states = (OPEN if states == "open" else states).split()
        found += [(action, each, to, named, frozenset(guards.split())) for each in from_states]
    return found


def row_of(row: Transition, state: str) -> Row:
    to = "stays" if row.to is None else row.to.value
    who = frozenset(policy.name for policy in row.who)
    return row.action.value, state, to, who, frozenset(guard.code for guard in row.guards)


def in_code() -> list[Row]:
    """Return the rows the service runs by, one for each state."""
    return [row_of(row, state.value) for row in OPEN_TABLE for state in row.from_states]


def test_the_table_in_code_is_the_table_by_hand() -> None:
    by_hand, coded = written(), in_code()

    assert set(coded) - set(by_hand) == set(), "in code, and not by hand"
    assert set(by_hand) - set(coded) == set(), "by hand, and not in code"
    assert len(by_hand) == len(set(by_hand)) == len(coded)


@pytest.mark.parametrize("action", ["grant", "refuse"])
def test_a_decision_is_made_at_the_back_office_by_four_eyes_alone(action: str) -> None:
    [row] = [each for each in in_code() if each[0] == action]

    assert row[1] == "at-back-office"
    assert row[3] == {"officer of the decision office"}
    assert row[4] >= {"own-claim", "four-eyes", "not-suspended"}
