from uuid import uuid4

from applications.clients.meis_gateway import Asked, GatewayAnswer
from shared.events.cases import CaseAdvanced, MessageRequested
from shared.telemetry.trace import current, parse
from tests.builders.applications import House
from tests.builders.submissions import self_service

TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = f"00-{TRACE_ID}-00f067aa0ba902b7-01"


def trace_id(traceparent: str | None) -> str:
    trace = parse(traceparent)
    assert trace is not None
    return trace.trace_id


async def test_one_trace_leads_from_the_portal_to_registry_answer_and_notice(house: House) -> None:
    citizen, registries = await house.citizen(), house.registries
    heard: list[str] = []

    class Listening:
        async def ask(self, asked: Asked) -> GatewayAnswer:
            trace = current()
            assert trace is not None
            heard.append(trace.trace_id)
            return await registries.ask(asked)

    await citizen.post(
        "/v1/cases", self_service(), idempotency_key=str(uuid4()), traceparent=PARENT
    )
    job = house.questions()
    job._gateway = Listening()
    await job.ask_due()
    answered = await house.events(CaseAdvanced)

    assert heard == [TRACE_ID] * 2
    assert [trace_id(event.traceparent) for event in answered] == [TRACE_ID] * 2


async def test_the_notice_belongs_to_the_trace_that_last_moved_it(house: House) -> None:
    citizen = await house.citizen()
    await citizen.post(
        "/v1/cases", self_service(), idempotency_key=str(uuid4()), traceparent=PARENT
    )
    house.clock.set((await house.clock.now()).replace(day=19))
    await house.fire_timers()

    [message] = await house.events(MessageRequested)
    assert trace_id(message.traceparent) == TRACE_ID
