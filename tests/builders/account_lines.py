"""The lines of an account by what they are about, and how a test reads one."""

from local_stack.account.balance import account_of
from local_stack.account.facts import Books
from local_stack.account.lines import Line
from tests.builders.invented_rows import SWEEP

PUBLISHED = "published versions and their events"
CASE_COPIES = "published versions and their copies in applications"
GATEWAY_COPIES = "published versions and their copies in meis-gateway"
TOLD = "cases that clients were answered 201 for"
ANSWERS = "cases and the answers 201 that are kept"
FIRST_EVENTS = "cases and their submitted events"
VERSIONS = "versions of cases and lines of their history"
HISTORY = "lines of history and their events"
FIRED = "timers of notices that fired and their messages"
DECIDED = "decisions that are to be told and their messages"
ONCE = "messages of cases, none while another stood"
WANTED = "answers that open cases want and their questions"
OWED = "notices that open cases owe and their timers"
PAPERS = "cases that wait for papers and the messages that ask"
REJECTIONS = "rejected mandates and the messages that say so"
TAKEN_IN = "messages asked for and rows in notifications"
CABINET = "rows in notifications and messages in the cabinet"
INBOXES = "messages in the cabinet and the inboxes of their recipients"
FAILED = "messages the cabinet refused for good"
DELIVERED = "messages delivered or refused and their events"
KNOWN = "events of messages' ends and the cases that know"
OUTCOMES = "intents and their outcomes"
LOOKS = "outcomes and their events"
CALLS = "calls of registries about a person and their intents"
TAKEN = "answers of registries in cases and their evidence"
RELIED_ON = "evidence that cases rest on and its rows"
PROVED = "evidence of registries and the gateway's intents"
RECORDS = "events on the topics"
DUE = "timers and questions that are due"
OUTBOXES = "events waiting in outboxes"
PARKED = "parked events that wait"
LEASES = "leases overdue"


def line_of(books: Books, what: str) -> Line:
    """Draw the account of ``books`` and return its line about ``what``."""
    [line] = [each for each in account_of(books, sweep=SWEEP).lines if each.what == what]
    return line
