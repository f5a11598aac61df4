"""What the person has been told of the term: a message about a day that has moved does not count."""

from dataclasses import replace
from datetime import date

from applications.domain.case import Case, Message, Template


def told_of(case: Case, term_on: date) -> tuple[Message, ...]:
    """Return the messages that say what holds while the whole term ends on ``term_on``.

    A decision always does; *in-progress* does where it named that day or a later one.
    """
    return tuple(each for each in case.messages if not _is_outdated(each, term_on))


def with_term_told(case: Case, term_on: date) -> Case:
    """Return the case with each message held against the last day of the whole term as it is now.

    One just promised, or from before it was noted, is taken to tell of this very day.
    """
    return replace(case, messages=tuple(_held_against(each, term_on) for each in case.messages))


def _held_against(message: Message, term_on: date) -> Message:
    if message.template is not Template.IN_PROGRESS:
        return message
    told = message.term_on or term_on
    return replace(message, term_on=told, outdated=told < term_on)


def _is_outdated(message: Message, term_on: date) -> bool:
    return _held_against(message, term_on).outdated
