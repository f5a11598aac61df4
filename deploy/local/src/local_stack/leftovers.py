"""What a test run left behind that was killed before it could end its own servers.

`make test` gives its run a mark, the checkout and the process id of the run; every process the
run starts inherits it.
"""

import os
import signal

from local_stack.layout import ROOT
from local_stack.processes import alive, end, running, variables

TESTS_MARK = "DOST_TESTS"


def sweep() -> int:
    """End what ended test runs of this checkout left running; return how many processes."""
    found = [pid for pid in running() if _is_left_over(pid)]
    for pid in found:
        end(pid, signal.SIGINT, patience=10)
    return len(found)


def _is_left_over(pid: int) -> bool:
    mark = variables(pid).get(TESTS_MARK, "")
    checkout, _, run = mark.rpartition(":")
    if checkout != str(ROOT) or not run.isdigit() or pid == os.getpid():
        return False
    return not (alive(int(run)) and variables(int(run)).get(TESTS_MARK) == mark)
