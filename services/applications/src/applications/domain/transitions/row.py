"""One row of a table of actions: which action leads where, who may do it, and what must hold."""

from dataclasses import dataclass

from applications.domain.actions import Action
from applications.domain.actor import Actor
from applications.domain.case import Case, CaseState
from applications.domain.people.policies import Policy
from applications.domain.transitions.situations import Guard


@dataclass(frozen=True, slots=True)
class Transition:
    """One row; ``to`` None means that the case stays where it is."""

    action: Action
    from_states: tuple[CaseState, ...]
    to: CaseState | None
    who: tuple[Policy, ...]
    guards: tuple[Guard, ...] = ()

    def is_for(self, case: Case, actor: Actor) -> bool:
        """Tell whether the actor is one of those who may."""
        return any(policy.holds(case, actor) for policy in self.who)
