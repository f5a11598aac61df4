"""The passports every stack begins with, published by the catalogue's own command line."""

import sys
from pathlib import Path

from local_stack.failures import Say, StackError
from local_stack.plan import Plan
from local_stack.processes import run


def publish_seeds(plan: Plan, say: Say) -> None:
    """Import and publish the seed passports; what is published already stays as it is.

    Raises StackError with what the command said.
    """
    catalog = next(part for part in plan.parts() if part.name == "catalog-api")
    program = Path(sys.executable).with_name("catalog")
    done = run([program, "seed"], env=plan.environment_of(catalog))
    for line in done.stdout.splitlines():
        say(f"  {line}")
    if done.returncode != 0:
        raise StackError(
            f"The seed passports could not be published:\n{done.stderr.strip()}",
            remedy=f"read {plan.logs / 'catalog-api.log'} and run `make up` again",
        )
    say("seed passports: published")
