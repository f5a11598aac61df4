"""Runs a service with a machine clock that is wrong: ``skewed.py SECONDS SERVICE api|worker``.

What Python tells of the wall clock is moved, in this process alone; monotonic time is not.
"""

import runpy
import sys
import time

import time_machine


def main() -> None:
    """Move the clock by so many seconds, then become the service."""
    _, seconds, service, kind = sys.argv
    sys.argv = [service, kind]
    with time_machine.travel(time.time() + float(seconds), tick=True):
        runpy.run_module(service, run_name="__main__")


if __name__ == "__main__":
    main()
