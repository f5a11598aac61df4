"""An operator sees that a notice or a question is late, and how calls of the gateway end."""

from datetime import UTC, datetime, timedelta

import pytest

from applications.clients.counted import CountedMeisGateway
from applications.clients.meis_gateway import Asked, GatewayAnswer
from applications.domain.case import Answer
from applications.domain.registries import RegistryAnswer
from applications.jobs.notice_timers import NoticeTimers
from shared.http import DeadlineExceeded, PartnerUnavailable
from shared.identity.refusals import IdentityUnavailable
from shared.telemetry.calls import Calls
from shared.telemetry.metrics import Metrics
from tests.builders.applications import LEASE, House
from tests.builders.metrics import looked_up, read
from tests.builders.submissions import self_service

NOTICES, QUESTIONS = {"job": "notice-timers"}, {"job": "registry-questions"}
CUT_OFF_DAY = datetime(2026, 3, 19, 5, 0, tzinfo=UTC)
"""Nine o'clock in Baku on the day of the notice's cut-off."""
ASKED = Asked("signed", "fin", "5ZK1Q2W")


def notices(house: House) -> NoticeTimers:
    return NoticeTimers(house.database, house.casework, house.clock, LEASE)


async def test_a_timer_is_late_by_business_time_until_it_has_fired(house: House) -> None:
    await (await house.citizen()).submit(self_service())
    before = await looked_up(notices(house).readings)
    house.clock.set(CUT_OFF_DAY + timedelta(minutes=10))
    late = await looked_up(notices(house).readings)
    house.clock.set(CUT_OFF_DAY + timedelta(minutes=11))
    later = await looked_up(notices(house).readings)
    await house.fire_timers()
    fired = await looked_up(notices(house).readings)

    assert [each.value("dost_job_due", **NOTICES) for each in (before, late, fired)] == [0, 1, 0]
    ages = [each.value("dost_job_late_seconds", **NOTICES) for each in (before, late, later, fired)]
    assert ages == [0, 600, 660, 0]


async def test_a_question_is_due_until_it_was_answered(house: House) -> None:
    await (await house.citizen()).submit(self_service())
    waiting = await looked_up(house.questions().readings)
    while await house.ask_registries():
        pass
    answered = await looked_up(house.questions().readings)

    assert (waiting.value("dost_job_due", **QUESTIONS) or 0) > 0
    assert answered.value("dost_job_due", **QUESTIONS) == 0


class Gateway:
    """A gateway that gives one answer, or raises one failure."""

    def __init__(self, given: Answer | Exception) -> None:
        self.given = given

    async def ask(self, asked: Asked) -> GatewayAnswer:
        assert asked == ASKED
        if isinstance(self.given, Exception):
            raise self.given
        return GatewayAnswer(RegistryAnswer(self.given))


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        (Answer.YES, "answered"),
        (Answer.NO, "answered"),
        (Answer.UNKNOWN, "unknown"),
        (Answer.CONFLICT, "conflict"),
        (DeadlineExceeded(), "timeout"),
        (PartnerUnavailable(), "unavailable"),
        (IdentityUnavailable(), "no-token"),
    ],
)
async def test_calls_of_the_gateway_are_counted_by_how_they_ended(
    given: Answer | Exception, outcome: str
) -> None:
    metrics = Metrics()
    gateway = CountedMeisGateway(Gateway(given), Calls(metrics))
    if isinstance(given, Exception):
        with pytest.raises(type(given)):
            await gateway.ask(ASKED)
    else:
        await gateway.ask(ASKED)

    shown = read((await metrics.text()).decode())
    ask = {"partner": "meis-gateway", "operation": "ask", "outcome": outcome}
    assert shown.value("dost_calls_total", **ask) == 1
    assert shown.values_of("outcome") == {outcome}
