"""Two clocks: the business clock steps back, and machines disagree about the time."""

import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

from tests.faults.expectations import expect_a_message_for_each
from tests.faults.ground import Ground
from tests.faults.load import FIRST_DAY
from tests.faults.profile import Profile
from tests.faults.report import Report

AN_HOUR = 3600
SKEWED = Path(__file__).with_name("skewed.py")


async def test_the_business_clock_steps_back_an_hour_and_nobody_is_told_twice(
    ground: Ground, profile: Profile, report: Report
) -> None:
    async with ground.load(days_pass=False) as load:
        await load.until(accepted=15)
        await load.it_is(FIRST_DAY - timedelta(hours=1))
        await load.until(accepted=15)
        await load.let_notices_fall_due()
        await load.until(accepted=5)
        await load.it_is(load.today - timedelta(hours=1))
        await load.until(accepted=int(profile.outage))

    balance = await ground.settled(load)

    assert load.others == {}
    await expect_a_message_for_each(ground, load)
    report.row(
        "business clock back 1 h, twice", killed="-", load=load, balance=balance, recovered=0
    )


async def test_workers_whose_clocks_are_an_hour_off_take_nothing_from_each_other(
    ground: Ground, profile: Profile, report: Report
) -> None:
    await ground.second(
        "applications-worker-behind",
        of="applications-worker",
        command=(sys.executable, str(SKEWED), str(-AN_HOUR), "applications", "worker"),
    )
    await ground.second(
        "notifications-worker-ahead",
        of="notifications-worker",
        command=(sys.executable, str(SKEWED), str(AN_HOUR), "notifications", "worker"),
    )
    last_call = await ground.last_call()
    await ground.fault("meis/sigorta", "delay", seconds=1)
    await ground.fault("esosial", "delay", seconds=0.5)
    # A registry that answers "tomorrow" would be asked again for that: here no day passes.
    async with ground.load(rate=2, days_pass=False) as load:
        await load.until(accepted=int(2 * profile.outage))

    balance = await ground.settled(load)

    await expect_a_message_for_each(ground, load)
    calls = await ground.calls("esosial", after=last_call)
    stored = Counter(call["client_key"] for call in calls if call["method"] == "PUT")
    assert set(stored.values()) == {1}, "a message was taken from the worker that sent it"
    asked = await ground.query(
        "meis_gateway",
        "select case_id, question from ("
        " select case_id, question, evidence_id, bool_and(error is null) as answered"
        " from intents join outcomes using (intent_id) where case_id = any($1) group by 1, 2, 3"
        ") as asked where answered group by 1, 2 having count(*) > 1",
        load.case_ids,
    )
    assert asked == [], "a question was taken from the worker that asked it"
    report.row(
        "workers 1 h behind and 1 h ahead", killed="-", load=load, balance=balance, recovered=0
    )
