"""The whole account, drawn from what was read: pure, so that each line can be tested alone."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from local_stack.account.cases import lines_of_cases
from local_stack.account.evidence import lines_of_evidence
from local_stack.account.facts import Books
from local_stack.account.inboxes import lines_of_inboxes
from local_stack.account.lines import Line
from local_stack.account.messages import lines_of_messages
from local_stack.account.owed import lines_of_owed
from local_stack.account.passports import lines_of_passports
from local_stack.account.promises import lines_of_promises
from local_stack.account.questions import lines_of_questions
from local_stack.account.standing import lines_of_standing


@dataclass(frozen=True, slots=True)
class Account:
    """The lines of one look at a system."""

    lines: tuple[Line, ...]

    @property
    def holds(self) -> bool:
        """Tell whether nothing is missing, double or out of order."""
        return all(line.holds for line in self.lines)

    @property
    def open(self) -> int:
        """Count what is on its way; a thing that several lines wait for counts in each."""
        return sum(line.open for line in self.lines)

    def as_json(self) -> dict[str, Any]:
        """Return the account for programs."""
        return {
            "ok": self.holds,
            "open": self.open,
            "lines": [line.as_json() for line in self.lines],
        }


def account_of(books: Books, *, sweep: timedelta) -> Account:
    """Draw the account; an intent may be without outcome for ``sweep``."""
    return Account(
        (
            *lines_of_passports(books),
            *lines_of_cases(books),
            *lines_of_promises(books),
            *lines_of_owed(books),
            *lines_of_messages(books),
            *lines_of_inboxes(books),
            *lines_of_questions(books, sweep=sweep),
            *lines_of_evidence(books),
            *lines_of_standing(books),
        )
    )
