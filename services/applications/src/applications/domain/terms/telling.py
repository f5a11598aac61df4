"""What the person has been told before the decision: a message that holds no more does not count.

Nor does what a guardian was told, once their mandate is over: the ward has heard nothing.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from applications.domain.case import Case, Message, Recipient, Template
from applications.domain.pauses import PauseCause, stands
from applications.domain.people.recipients import guardianship, recipient_on

GUARDIAN: Recipient = "guardian"


def told_of(case: Case, term_on: date) -> tuple[Message, ...]:
    """Return the messages that say what holds while the whole term ends on ``term_on``.

    A decision always does; *in-progress* does where it named that day or a later one, went to who is
    recorded still, and said of the mandate and of papers what is so.
    """
    return tuple(each for each in case.messages if not _held_against(each, case, term_on).outdated)


def reaching(case: Case, template: Template, today: date) -> tuple[Message, ...]:
    """Return the messages of a template that hold, and went to whom it would go today."""
    unheard = template is Template.IN_PROGRESS and recipient_on(case, today) != GUARDIAN
    return tuple(
        each
        for each in case.messages
        if each.template is template
        and not each.outdated
        and not (unheard and each.recipient == GUARDIAN)
    )


def waits_unasked(case: Case, today: date) -> bool:
    """Tell whether the clock stands for papers that nobody reachable was ever asked for."""
    if not (case.requested and stands(case.suspensions, PauseCause.DOCUMENTS)):
        return False
    return not any(each.asks_for_papers for each in reaching(case, Template.IN_PROGRESS, today))


def guardian_alone_until(case: Case, told: Collection[Message]) -> date | None:
    """Return the last day on which it is enough that a guardian was told, and nobody else.

    None: somebody else was told, or nobody. A mandate that counts no more was enough on no day.
    """
    if not told or any(each.recipient != GUARDIAN for each in told):
        return None
    guarded = guardianship(case)
    return date.min if guarded is None else guarded.valid_until


def with_term_told(case: Case, term_on: date) -> Case:
    """Return the case with each message held against the last day of the whole term as it is now.

    One just promised, or from before it was noted, is taken to tell of this very day.
    """
    messages = tuple(_held_against(each, case, term_on) for each in case.messages)
    return replace(case, messages=messages)


def with_strays(case: Case, strays: Collection[tuple[Template, int]]) -> Case:
    """Return the case with those messages, by template and serial, known as gone to another."""
    messages = (
        replace(each, astray=(each.template, each.serial) in strays) for each in case.messages
    )
    return replace(case, messages=tuple(messages))


def mandate_rejected(case: Case) -> bool:
    """Tell whether the case stands on a paper that staff have not accepted."""
    return case.mandate is not None and case.mandate.rejected


def rejection_told(case: Case) -> bool:
    """Tell whether the last the person concerned heard is that the paper was not accepted."""
    newest = case.message(Template.IN_PROGRESS)
    if newest is None or newest.astray or not newest.mandate_rejected:
        return False
    return newest.delivered_at is not None or newest.failed_at is None


def _held_against(message: Message, case: Case, term_on: date) -> Message:
    if message.template is not Template.IN_PROGRESS:
        return message
    told = message.term_on or term_on
    # Of a paper that was not accepted nothing is decided: that message promises no day.
    moved = told < term_on and not message.mandate_rejected
    untrue = message.mandate_rejected != mandate_rejected(case) or _asks_otherwise(message, case)
    untrue = untrue or message.astray or _contradicted(message, case)
    return replace(message, term_on=told, outdated=moved or untrue)


def _contradicted(message: Message, case: Case) -> bool:
    """Tell whether it was said later that the mandate is otherwise, whatever is so by now.

    What the person heard last is untrue then, and to have said it rightly once is not enough. What
    went astray, or never arrived, has said nothing.
    """
    return any(
        each.mandate_rejected != message.mandate_rejected
        for each in case.messages
        if each.template is message.template
        and each.serial > message.serial
        and not each.astray
        and (each.failed_at is None or each.delivered_at)
    )


def _asks_otherwise(message: Message, case: Case) -> bool:
    """Tell whether it asks for papers nobody waits for, or not for all that are awaited.

    While papers are awaited each request tells of all of them, so the newest message alone counts.
    """
    if message.mandate_rejected:
        return False
    if not case.requested:
        return message.asks_for_papers
    return not message.asks_for_papers or message != case.message(message.template)
