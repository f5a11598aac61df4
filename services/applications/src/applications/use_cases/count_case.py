"""Let the statistics follow a case, in the transaction of its change."""

from applications.domain.case import Case
from applications.domain.statistics.counted_cases import count_changes, kept_term
from applications.domain.terms.deadlines import Terms
from applications.storage import statistics
from shared.database import Session


async def count_case(session: Session, before: Case | None, after: Case, counted: Terms) -> None:
    """Record what the change adds; the stored dates of the case must be those ``counted``.

    Whether the decision kept the total term is settled here once and for all: later changes of the
    calendar move the term, and not what was true.
    """
    in_term = kept_term(after, counted.total)
    is_decided_now = after.decision is not None and (before is None or before.decision is None)
    if is_decided_now and in_term is not None:
        await statistics.keep_term(session, after.id, kept=in_term)
    await statistics.record(session, count_changes(before, after, in_term=in_term))
