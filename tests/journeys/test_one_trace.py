"""One request can be followed to the registries and to the cabinet, by one trace."""

from datetime import UTC, datetime
from typing import Any

from tests.journeys.submissions import by_portal
from tests.journeys.suite import Suite, eventually

FIN = "6JK6L7M"
A_WORKING_DAY = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
CUT_OFF_MORNING = datetime(2026, 3, 19, 5, 0, tzinfo=UTC)


async def test_the_trace_of_an_application_reaches_everybody_who_is_asked_for_it(
    suite: Suite,
) -> None:
    await suite.it_is(A_WORKING_DAY)
    parent = await suite.person("citizen", person=FIN)
    answer = await parent.post("/v1/cases", by_portal(FIN, "İlqar", "Sınaqlı", "1990-01-31"))
    trace = answer.headers["x-trace-id"]

    async def traced(target: str) -> list[dict[str, Any]]:
        return [call for call in await suite.calls(target) if trace in str(call["traceparent"])]

    asked = await eventually(
        lambda: traced("meis"),
        lambda calls: len(calls) >= 4,
        "both registries are asked for the answer and for the data",
    )
    assert {call["target"] for call in asked} == {"meis/sigorta", "meis/monitorinq"}

    await suite.it_is(CUT_OFF_MORNING)
    posted = await eventually(
        lambda: traced("esosial"), lambda calls: len(calls) > 0, "the notice is posted"
    )
    assert [call["method"] for call in posted] == ["PUT"]
