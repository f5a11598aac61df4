"""The table at the end of a run shows what was lost, also of a test that failed for it."""

import httpx2 as httpx
import pytest

from tests.faults.balance import Balance
from tests.faults.load import Load
from tests.faults.report import Report

LOST = {"open": 0, "missing": 2, "double": 1, "out_of_order": 3}


async def test_what_was_lost_doubled_and_disordered_stands_in_the_table_of_a_failed_run() -> None:
    report, balance = Report(), Balance(ok=False, open=0, lines=[LOST])
    async with httpx.AsyncClient() as outside:
        load = Load(outside, parents=[], ports=[], rate=3, writers=4)
        report.row("a fault", killed="-").count(load, balance)

    with pytest.raises(AssertionError, match="the account does not balance"):
        balance.expect_all_there()
    assert report.rows == [("a fault", "-", "3/s, 4 writers", "0", "2", "1", "3", "-")]
