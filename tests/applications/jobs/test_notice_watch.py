"""An operator learns that a notice will be late while there is time, from readiness and metrics."""

import math
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from applications.app import create_app
from applications.jobs.notice_watch import NoticeWatch
from tests.builders.applications import TUESDAY, House
from tests.builders.identity import api_client
from tests.builders.metrics import looked_up, read
from tests.builders.submissions import self_service

CUT_OFF_DAY = datetime(2026, 3, 19, 5, 0, tzinfo=UTC)
"""Nine o'clock in Baku on the day of the notice's cut-off, nine hours before it."""


async def one_case(house: House, *, planned: timedelta = timedelta(days=1)) -> None:
    """Submit a case whose timer was set so long ago."""
    await (await house.citizen()).submit(self_service())
    async with house.database.transaction() as session:
        connection = await session.connection()
        change = text("UPDATE timers SET planned_at = planned_at - make_interval(secs => :s)")
        await connection.execute(change, {"s": planned.total_seconds()})


async def said(house: House, minutes: float) -> str | None:
    """Return what readiness says so many minutes after nine."""
    house.clock.set(CUT_OFF_DAY + timedelta(minutes=minutes))
    return await NoticeWatch(house.database, house.clock).readiness()


async def shown(house: House) -> list[float | None]:
    """Return what the metrics show: not sent, not delivered, refused, seconds left."""
    found = await looked_up(NoticeWatch(house.database, house.clock).readings)
    reasons = [
        found.value("dost_notices_at_risk", reason=each)
        for each in ("not-sent", "not-delivered", "refused")
    ]
    return [*reasons, found.value("dost_notice_seconds_left")]


async def test_a_timer_that_has_not_fired_by_ten_past_nine_is_told_nine_hours_before_it_is_late(
    house: House,
) -> None:
    await one_case(house)

    assert await said(house, -600) is None
    assert await said(house, 9) is None
    assert await said(house, 10) == (
        "due and not sent: 1; the first is to be told by 2026-03-19 18:00"
    )
    assert await shown(house) == [1, 0, 0, 8 * 3600 + 50 * 60]


async def test_what_was_sent_in_time_is_no_risk(house: House) -> None:
    await one_case(house)
    house.clock.set(CUT_OFF_DAY)
    await house.fire_timers()

    assert await said(house, 30) is None
    assert await shown(house) == [0, 0, 0, math.inf]


async def test_a_cut_off_that_is_past_is_told_as_past(house: House) -> None:
    await one_case(house)

    assert await said(house, 600) == (
        "due and not sent: 1; the first was to be told by 2026-03-19 18:00"
    )
    assert await shown(house) == [1, 0, 0, -3600]


async def test_a_notice_to_be_sent_at_once_is_given_a_moment(house: House) -> None:
    await one_case(house, planned=timedelta(0))

    assert await said(house, 530) is None


async def test_close_to_the_cut_off_a_minute_is_too_long(house: House) -> None:
    await one_case(house, planned=timedelta(minutes=2))

    assert await said(house, 300) is None
    assert await said(house, 485) is not None


async def test_what_the_cabinet_has_not_got_in_an_hour_is_shown_and_no_workers_fault(
    house: House,
) -> None:
    await one_case(house)
    house.clock.set(CUT_OFF_DAY)
    await house.fire_timers()

    assert await said(house, 61) is None
    assert await shown(house) == [0, 1, 0, 9 * 3600 - 61 * 60]
    await house.deliver("in-progress")
    assert await shown(house) == [0, 0, 0, math.inf]


async def test_what_the_cabinet_refused_is_at_risk_until_the_case_is_decided(house: House) -> None:
    agent, officer = await house.agent(), await house.officer()
    case = await house.forwarded(agent)
    house.clock.set(CUT_OFF_DAY)
    await house.fire_timers()
    await house.fail("in-progress")

    assert await said(house, 5) is None
    assert await shown(house) == [0, 0, 1, 9 * 3600 - 5 * 60]
    case = await officer.does(await officer.reads(case), "claim")
    await officer.does(case, "grant")
    assert await shown(house) == [0, 0, 0, math.inf]


async def test_another_message_takes_the_place_of_the_one_refused(house: House) -> None:
    agent = await house.agent()
    case = await house.forwarded(agent)
    house.clock.set(CUT_OFF_DAY)
    await house.fire_timers()
    await house.fail("in-progress")

    await agent.does(await agent.reads(case), "notify")

    assert await shown(house) == [0, 0, 0, math.inf]


async def test_the_api_tells_of_a_notice_nobody_sends_though_every_worker_is_gone(
    busy_house: House,
) -> None:
    await one_case(busy_house)
    async with busy_house.database.transaction() as session:
        connection = await session.connection()
        an_hour_ago = "UPDATE timers SET due_at = clock_timestamp() - interval '1 hour'"
        await connection.execute(text(an_hour_ago))

    own = {"database_url": str(busy_house.database.engine.url)}
    async with api_client(create_app(busy_house.settings.model_copy(update=own))) as client:
        parts = (await client.get("/readyz")).json()["parts"]
        numbers = read((await client.get("/metrics")).text)

    assert "notices" in parts
    assert parts["notices"]["why"].startswith("due and not sent: 1")
    assert numbers.value("dost_notices_at_risk", reason="not-sent") == 1


async def test_while_papers_are_awaited_no_notice_is_at_risk(house: House) -> None:
    agent = await house.agent()
    await agent.does(await house.at_desk(agent), "request-documents", {})

    assert await said(house, 300) is None


async def test_each_new_hour_of_a_timer_is_a_new_promise(house: House) -> None:
    await one_case(house)
    async with house.database.transaction() as session:
        connection = await session.connection()
        await connection.execute(text("UPDATE timers SET due_at = due_at - interval '1 day'"))
    before = await said(house, 20)
    house.clock.set(TUESDAY)
    agent = await house.agent()
    listed = (await agent.get("/v1/cases")).json()["items"][0]
    await agent.does({"case_id": listed["case_id"], "version": listed["version"]}, "claim")

    assert before is not None
    assert await said(house, 20) is None
