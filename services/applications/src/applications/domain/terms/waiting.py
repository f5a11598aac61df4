"""The clock stands while the person is asked for papers, and runs on once all are there (rule 5)."""

from dataclasses import replace
from datetime import datetime

from applications.domain.case import Case, CaseState
from applications.domain.papers.requirements import papers_wanted
from applications.domain.pauses import PauseCause, Suspension, ended, stands


def asked_for(case: Case, codes: tuple[str, ...], at: datetime) -> Case:
    """Record what the person was asked for and stop the clock, unless it stands already."""
    wanted = {*case.requested, *codes}
    requested = tuple(item.code for item in case.requirements if item.code in wanted)
    standing = case.suspensions if case.clock_stopped else (*case.suspensions, Suspension(at))
    return replace(case, requested=requested, suspensions=standing)


def is_over(case: Case, end: datetime, at: datetime) -> bool:
    """Tell whether a term of the case that ends at ``end`` is over: none ends while the clock stands."""
    stopped = (pause.since for pause in case.suspensions if pause.until is None)
    return end <= min((at, *stopped))


def runs_on(case: Case, at: datetime) -> Case:
    """Strike what is no longer owed; with nothing left the clock runs, and the case is back.

    Whatever ends the wait counts: papers, a waiver, an override, or a registry that answers again.
    """
    owed = set(papers_wanted(case))
    case = replace(case, requested=tuple(code for code in case.requested if code in owed))
    if case.requested or not stands(case.suspensions, PauseCause.DOCUMENTS):
        return case
    back = case.state is CaseState.AWAITING_DOCUMENTS
    return replace(
        case,
        state=CaseState.AT_FRONT_OFFICE if back else case.state,
        suspensions=ended(case.suspensions, at, PauseCause.DOCUMENTS),
    )
