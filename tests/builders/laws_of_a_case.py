"""What no action may do to a case but the few that are named here; from the rules, not from the code."""

from collections.abc import Mapping

from applications.domain.case import Case, CaseState, Instant, StepStatus
from applications.domain.history import Entry
from applications.domain.passport import StepKind
from applications.domain.terms.deadlines import Terms

REOPENING: Mapping[str, frozenset[StepKind]] = {
    "return": frozenset({StepKind.CHECK_COMPLETENESS, StepKind.FORWARD}),
    # What registries said of a wrong person was said of somebody else.
    "correct": frozenset(
        {
            StepKind.REGISTRY_CHECK,
            StepKind.ATTACH_DATA,
            StepKind.SUBMIT_DOCUMENTS,
            StepKind.CHECK_COMPLETENESS,
        }
    ),
    # A paper nobody waited for any more is looked at.
    "submit-documents": frozenset({StepKind.CHECK_COMPLETENESS}),
    # A registry turns out to have nothing, so its paper is wanted.
    "registries-answered": frozenset({StepKind.SUBMIT_DOCUMENTS}),
}
"""A settled step stays settled, but for these."""

MOVING = frozenset(
    {
        # A wait or a suspension ends, and its days do not count.
        *("submit-documents", "stop-waiting", "waive", "override", "registries-answered"),
        *("correct", "resume", "withdraw"),
        # The term itself grows, or the calendar under it is another.
        *("extend", "adopt-calendar", "replan"),
        # The back office's own term begins, or is over.
        *("forward", "return"),
    }
)
"""No date of a case moves, but by these."""

DECISIONS = frozenset({"grant", "refuse"})
TERMS = ("registered", "total", "front_office", "back_office", "notice", "officer_due")


def breaches(before: Case, after: Case, entry: Entry, at: Instant) -> list[str]:
    """Return what a change did to a case that it may not do."""
    may = REOPENING.get(entry.action, frozenset())
    old = {step.id: step for step in before.steps}
    found = [
        f"{entry.action} reopened {step.id}"
        for step in after.steps
        if old[step.id].settled and not step.settled and step.kind not in may
    ]
    if entry.action == "submit-documents" and before.requirements != after.requirements:
        found += [
            f"{step.id} is confirmed, of other papers"
            for step in after.steps
            if step.kind is StepKind.CHECK_COMPLETENESS and step.status is StepStatus.DONE
        ]
    if after.state is CaseState.AT_BACK_OFFICE and after.requested:
        found.append(f"{entry.action} brought to the back office a case that waits for papers")
    if entry.action == "submit-documents" and before.state is CaseState.SUBMITTED:
        found += _of_papers_before_a_claim(after, entry)
    if entry.action in DECISIONS:
        found += _of_a_decision(before, entry, at)
    return found


def _of_papers_before_a_claim(after: Case, entry: Entry) -> list[str]:
    """Before a centre has received the case who applied hands papers in, and takes it nowhere."""
    laws = {
        "as staff, of a case nobody received": not entry.actor.startswith("agent:"),
        "and moved a case nobody received": after.state is CaseState.SUBMITTED,
        "and let a clock run that never stood": after.suspensions == (),
    }
    return [f"{entry.action} {breach}" for breach, kept in laws.items() if not kept]


def _of_a_decision(before: Case, entry: Entry, at: Instant) -> list[str]:
    """A decision is made at the back office, by who holds the case and never forwarded it."""
    holds = before.claim_expires_at is not None and before.claim_expires_at > at.system
    subject = entry.actor.partition(":")[2]
    forwarded = {name.partition(":")[2] for name in before.forwarders}
    laws = {
        "away from the back office": before.state is CaseState.AT_BACK_OFFICE,
        "without the claim": holds and before.assignee == entry.actor,
        "by who forwarded it": subject not in forwarded,
        "unforwarded": before.forwarding is not None,
    }
    return [f"{entry.action} {breach}" for breach, kept in laws.items() if not kept]


def moved(before: Terms, after: Terms, action: str) -> list[str]:
    """Return the dates that an action moved and may not move."""
    if action in MOVING:
        return []
    dates = [(getattr(before, name), getattr(after, name), name) for name in TERMS]
    return [
        f"{action} moved {name}"
        for old, new, name in dates
        if (old and (old.on, old.at)) != (new and (new.on, new.at))
    ]


def undone(before: Case, after: Case) -> list[str]:
    """Return what was decided, extended, forwarded or over, and is so no more."""
    ended = sum(each.until is not None for each in before.suspensions)
    kept = {
        "the decision": before.decision in (None, after.decision),
        "the extension": before.extension in (None, after.extension),
        "who forwarded": after.forwarders[: len(before.forwarders)] == before.forwarders,
        "a suspension": [each.since for each in after.suspensions[: len(before.suspensions)]]
        == [each.since for each in before.suspensions],
        "its end": after.suspensions[:ended] == before.suspensions[:ended],
    }
    return [what for what, holds in kept.items() if not holds]
