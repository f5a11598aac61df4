"""Somebody was called to a desk and did not come: what becomes of the ticket, and of its case."""

from dataclasses import replace
from datetime import date

from applications.domain.actor import Actor
from applications.domain.case import Case, Instant
from applications.domain.history import Advanced, Entry

TICKET_MISSED = "ticket-missed"
CALLS = 2
"""How often a person is called: once in turn, and once more behind all who missed no call."""


def is_called_again(absences: int, day: date, today: date) -> bool:
    """Tell whether a ticket that was missed ``absences`` times goes back into its queue."""
    return absences < CALLS and day == today


def missed(case: Case, actor: Actor, *, called_again: bool, at: Instant) -> Advanced:
    """Record on a submitted case that nobody came to the desk.

    While it is called again the case waits for its desk; then the ticket is over, and any agent of
    the centre may take the case with *claim*.
    """
    ticket = (
        None if case.ticket is None else replace(case.ticket, desk=None, ended=not called_again)
    )
    details = {"called_again": called_again}
    entry = Entry(TICKET_MISSED, actor.name, at.business, case.state, case.state, details)
    return Advanced(replace(case, ticket=ticket, version=case.version + 1), entry)
