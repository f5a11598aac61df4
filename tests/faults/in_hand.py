"""What workers hold at a moment, and what became of each piece of it."""

from dataclasses import dataclass

from tests.faults.ground import Ground

_UNDER_LEASE = "lease_until is not null"
_QUESTIONS = """
select question.id, question.state, case when question.step_id is null
    then not exists (
        select from requirements where case_id = question.case_id and status = 'pending')
    else exists (
        select from case_steps where case_id = question.case_id and step_id = question.step_id
        and status = 'done')
    end as settled
from registry_questions as question where question.id = any($1)
"""
"""A question by its step, or by the papers a registry can supply, as the case has them."""


@dataclass(frozen=True)
class InHand:
    """Ids of the questions that are being asked, and keys of the messages that are being sent."""

    questions: frozenset[str]
    messages: frozenset[str]

    @property
    def of_each(self) -> bool:
        """There is a question, and a message."""
        return bool(self.questions and self.messages)


async def in_hand(ground: Ground) -> InHand:
    """Return what is under a lease now."""
    asked = await ground.query(
        "applications",
        f"select id from registry_questions where {_UNDER_LEASE}",  # noqa: S608 - a text of this file
    )
    sending = await ground.query(
        "notifications",
        f"select client_key from messages where {_UNDER_LEASE}",  # noqa: S608 - a text of this file
    )
    return InHand(
        frozenset(row["id"] for row in asked), frozenset(row["client_key"] for row in sending)
    )


async def buckets_in_hand(ground: Ground) -> int:
    """Count the buckets of applications' outbox that a relay holds."""
    [row] = await ground.query(
        "applications", "select count(*) from outbox_leases where owner is not null"
    )
    return int(row["count"])


async def expect_each_waiting_or_done(ground: Ground, held: InHand, *, after: int) -> None:
    """Each question waits, or its case has the answer; each message waits, or was delivered once.

    ``after`` is the number of the last call to the outside world before any of it was in hand.
    """
    rows = await ground.query("applications", _QUESTIONS, list(held.questions))
    known = {row["id"]: "settled" if row["settled"] else "open" for row in rows}
    finished = {row["id"]: known[row["id"]] for row in rows if row["state"] == "finished"}
    assert known.keys() == held.questions
    assert set(finished.values()) <= {"settled"}, f"finished without an answer: {finished}"
    sent = await ground.query(
        "notifications",
        "select client_key, state from messages where client_key = any($1)",
        list(held.messages),
    )
    delivered = {row["client_key"] for row in sent if row["state"] == "delivered"}
    posts = await ground.posts(after=after)
    assert {row["client_key"] for row in sent} == held.messages
    assert {key: posts[key] for key in delivered} == dict.fromkeys(delivered, 1)
