"""One trace through everything, whatever a caller sends as ``traceparent``."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.telemetry.trace import current, current_traceparent, following, new_trace, parse

GOOD = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_a_callers_trace_goes_on_as_a_new_step_of_the_same_journey() -> None:
    with following(GOOD) as trace:
        assert trace.trace_id == "0af7651916cd43dd8448eb211c80319c"
        assert trace.span_id != "b7ad6b7169203331"
        assert current() == trace
        assert current_traceparent() == trace.traceparent


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "",
        "5ZK1Q2W",
        GOOD.upper(),
        GOOD + "-extra",
        "ff" + GOOD[2:],
        "00-" + "0" * 32 + "-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-" + "0" * 16 + "-01",
    ],
)
def test_what_is_no_traceparent_begins_a_trace_of_our_own(sent: str | None) -> None:
    assert parse(sent) is None
    with following(sent) as trace:
        assert parse(trace.traceparent) is not None
        assert "5ZK1Q2W" not in trace.traceparent


def test_a_later_version_is_read_as_far_as_we_know_it() -> None:
    trace = parse("01" + GOOD[2:] + "-more")

    assert trace is not None
    assert trace.traceparent == GOOD


def test_work_done_inside_other_work_returns_to_its_trace() -> None:
    with following(None) as outer:
        with following(outer.traceparent) as inner:
            assert inner.trace_id == outer.trace_id
        assert current() == outer
    assert current() is None


@given(st.text())
def test_no_text_at_all_breaks_the_trace(text: str) -> None:
    read = parse(text)

    assert read is None or parse(read.traceparent) == read


def test_every_trace_is_its_own() -> None:
    assert len({new_trace().trace_id for _ in range(100)}) == 100
