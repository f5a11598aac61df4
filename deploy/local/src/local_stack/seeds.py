"""What every stack begins with, brought in by the services' own command lines."""

import sys
from pathlib import Path

from local_stack.failures import Say, StackError
from local_stack.plan import Plan
from local_stack.processes import run

_SEEDS = (
    # Signed first: no case is taken in without a calendar that says which days are off.
    (
        "working days",
        "applications",
        ("calendar", "seed", "--signed-by", "make up", "--signed-by", "whoever ran it"),
    ),
    ("seed passports", "catalog", ("seed",)),
    # The sandbox's partner, so that its client can be tried at once.
    (
        "a partner's services",
        "applications",
        (
            *("partners", "allow", "--client", "partner-legal-aid"),
            *("--service", "childcare-benefit", "--by", "make up"),
        ),
    ),
)


def sow(plan: Plan, say: Say) -> None:
    """Bring in the calendar, the seed passports and a partner; what is there already stays so.

    Raises StackError with what the command said.
    """
    parts = {part.name: part for part in plan.parts()}
    for what, service, words in _SEEDS:
        program = Path(sys.executable).with_name(service)
        done = run([program, *words], env=plan.environment_of(parts[f"{service}-api"]))
        if done.returncode != 0:
            raise StackError(
                f"{what}: `{service} {' '.join(words)}` failed:\n{done.stdout}{done.stderr}",
                remedy=f"read {plan.logs / f'{service}-api.log'} and run `make up` again",
            )
        for line in done.stdout.splitlines():
            say(f"  {line}")
        say(f"{what}: there")
