"""Inboxes: whose messages lie together, compared without a word of whose they are."""

from collections import Counter
from dataclasses import dataclass

from local_stack.account.facts import Books, Person
from local_stack.account.lines import Line

PART_OF = {"person-concerned": "person-concerned", "guardian": "applicant"}
"""By the role of a recipient: which person of the case that is."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A message in an inbox, and the person it was for."""

    client_key: str
    person: Person
    inbox: int


def lines_of_inboxes(books: Books) -> list[Line]:
    """Draw the line of the inboxes.

    A person of the cases is known by a blind index, an inbox by a number: each person must have one
    inbox and each inbox one person. Whose it is nobody reads, so people that were exchanged in all
    of their messages go unseen.
    """
    placed = _placed(books)
    astray = _astray(placed)
    rest = len(books.outside.stored) - len(placed)
    return [
        Line(
            "messages in the cabinet and the inboxes of their recipients",
            expected=len(placed),
            found=len(placed) - len(astray),
            missing=tuple(astray),
            note=f"{rest} of somebody who was corrected, or is not known, are not judged"
            if rest
            else "",
        )
    ]


def _placed(books: Books) -> list[_Placed]:
    inbox_of = {each.client_key: each.inbox for each in books.outside.stored}
    people = books.after.applications.people
    return [
        _Placed(message.client_key, people[part], inbox_of[message.client_key])
        for message in books.after.notifications.messages
        if message.client_key in inbox_of
        and (part := (message.case_id, PART_OF.get(message.role, ""))) in people
    ]


def _astray(placed: list[_Placed]) -> list[str]:
    """Pair people and inboxes as most messages have it, and name the messages that do not fit.

    A blind index made with another key says nothing of the same inbox.
    """
    inbox_of: dict[Person, int] = {}
    taken: set[tuple[str, int]] = set()
    for (person, inbox), _ in Counter((each.person, each.inbox) for each in placed).most_common():
        if person not in inbox_of and (person.index_key_id, inbox) not in taken:
            inbox_of[person] = inbox
            taken.add((person.index_key_id, inbox))
    return [each.client_key for each in placed if inbox_of.get(each.person) != each.inbox]
