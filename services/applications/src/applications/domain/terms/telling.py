"""What the person has been told before the decision: a message that holds no more does not count."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from applications.domain.case import Case, Message, Template


def told_of(case: Case, term_on: date) -> tuple[Message, ...]:
    """Return the messages that say what holds while the whole term ends on ``term_on``.

    A decision always does; *in-progress* does where it named that day or a later one, went to who is
    recorded still, and said of the mandate and of papers what is so.
    """
    return tuple(each for each in case.messages if not _held_against(each, case, term_on).outdated)


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
    return replace(message, term_on=told, outdated=moved or untrue or message.astray)


def _asks_otherwise(message: Message, case: Case) -> bool:
    """Tell whether it asks for papers nobody waits for, or not for all that are awaited.

    While papers are awaited each request tells of all of them, so the newest message alone counts.
    """
    if message.mandate_rejected:
        return False
    if not case.requested:
        return message.asks_for_papers
    return not message.asks_for_papers or message != case.message(message.template)
