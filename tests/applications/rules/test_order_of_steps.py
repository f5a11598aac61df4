"""Steps stand in whatever order a passport prints them, and none is left behind."""

from applications.domain.actions import Claim, ConfirmCompleteness, Forward
from applications.domain.case import StepStatus, View
from tests.builders.case_passports import passport, step
from tests.builders.cases import AGENT, act, blocked, submitted_online

DONE, NOT_APPLICABLE = StepStatus.DONE, StepStatus.NOT_APPLICABLE


def test_a_notice_printed_before_the_hand_over_hides_no_step_behind_it() -> None:
    steps = [
        step("notify"),
        step("check-completeness"),
        step("forward"),
        step("decide"),
    ]
    case = act(submitted_online(under=passport(steps=steps, required_documents=[])), AGENT, Claim())

    assert blocked(case, AGENT, Forward(View.NONE, "")) == ["earlier-steps-done"]


def test_what_only_the_front_office_can_do_is_done_before_the_hand_over_though_printed_after() -> (
    None
):
    steps = [step("forward"), step("check-completeness"), step("decide")]
    case = act(submitted_online(under=passport(steps=steps, required_documents=[])), AGENT, Claim())

    assert blocked(case, AGENT, Forward(View.NONE, "")) == ["earlier-steps-done"]
    handed_on = act(case, AGENT, ConfirmCompleteness(), Forward(View.NONE, ""))
    assert all(each.settled for each in handed_on.steps if each.id != "decide")


def test_a_step_kind_twice_is_two_steps() -> None:
    checks = [
        step("check-completeness", id="first"),
        step("check-completeness", id="second", when={"audiences": ["foreigner"]}),
        step("check-completeness", id="third"),
        step("forward"),
        step("decide"),
    ]
    case = act(
        submitted_online(under=passport(steps=checks, required_documents=[])), AGENT, Claim()
    )
    case = act(case, AGENT, ConfirmCompleteness())

    assert [each.status for each in case.steps[:3]] == [DONE, NOT_APPLICABLE, DONE]
