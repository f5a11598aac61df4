from shared.events.cases import CaseAdvanced, MessageRequested
from tests.builders.applications import House
from tests.builders.submissions import Json, by, papers, self_service


def codes(answer: Json) -> list[str]:
    return [block["code"] for block in answer["blocked_by"]]


async def test_what_is_missing_is_asked_for_and_the_clock_stops_until_it_is_there(
    house: House,
) -> None:
    agent = await house.agent()
    case = await house.at_desk(agent)

    waiting = await agent.does(case, "request-documents", {})
    house.clock.set((await house.clock.now()).replace(day=12))
    back = await agent.does(waiting, "submit-documents", papers("commission-protocol"))

    assert waiting["state"] == "awaiting-documents"
    assert waiting["clock_stopped"]
    assert by(waiting["requirements"], "code", "commission-protocol")["owed"]
    assert back["state"] == "at-front-office"
    assert not back["clock_stopped"]
    before, after = (by(each["deadlines"], "kind", "total") for each in (waiting, back))
    assert after["on"] > before["on"]


async def test_who_was_told_before_is_told_which_papers_are_awaited_and_how_to_hand_them_in(
    house: House,
) -> None:
    agent = await house.agent()
    case = await agent.does(await house.at_desk(agent), "notify")

    waiting = await agent.does(case, "request-documents", {})

    told, asked = [event.data or {} for event in await house.events(MessageRequested)]
    assert (told["template"], asked["template"]) == ("in-progress", "in-progress")
    assert asked["papers"] == ["Commission-Protocol"]
    assert asked["how_to_hand_in"]
    assert asked["recipient"]["role"] == "person-concerned"
    assert len(waiting["messages"]) == 2
    again = await agent.act(waiting, "notify")
    assert codes(again.json()) == ["not-sent-yet"]


async def test_nothing_is_asked_for_when_nothing_is_missing(house: House) -> None:
    agent = await house.agent()
    case = await house.at_desk(agent)
    case = await agent.does(case, "submit-documents", papers("commission-protocol"))

    answer = await agent.act(case, "request-documents", {})

    assert answer.status_code == 409
    assert answer.json()["code"] == "action-blocked"
    assert codes(answer.json()) == ["something-missing"]


async def test_a_missing_paper_is_waived_for_a_reason_that_is_kept_sealed(house: House) -> None:
    agent, officer = await house.agent(), await house.officer()
    case = await house.at_desk(agent)

    body = {"requirement": "commission-protocol", "reason": "Komissiya ləğv edilib."}
    waived = await agent.does(case, "waive", body)
    history = (await officer.get(f"/v1/cases/{case['case_id']}/history")).json()["items"]

    requirement = by(waived["requirements"], "code", "commission-protocol")
    assert (requirement["status"], requirement["reason"]) == ("waived", "Komissiya ləğv edilib.")
    assert by(history, "action", "waive")["note"] == "Komissiya ləğv edilib."


async def test_completeness_waits_for_every_paper(house: House) -> None:
    agent = await house.agent()
    case = await house.at_desk(agent)

    answer = await agent.act(case, "confirm-completeness")

    assert answer.status_code == 409
    assert "Commission-Protocol" in answer.json()["blocked_by"][0]["detail"]


async def test_a_case_is_not_forwarded_before_its_steps_are_done(house: House) -> None:
    agent = await house.agent()
    case = await house.at_desk(agent)

    answer = await agent.act(case, "forward", {"view": "for", "note": "-"})

    assert answer.status_code == 409
    assert codes(answer.json()) == ["earlier-steps-done"]


async def test_a_case_comes_only_to_the_desk_that_called(house: House) -> None:
    agent = await house.agent()
    case = await house.submitted_in_person(agent)
    neighbour = await house.agent(person="kamran", desk="desk-6")

    answer = await neighbour.act(case, "approach-desk", {"desk": "desk-6"})

    assert answer.status_code == 409
    assert codes(answer.json()) == ["ticket-called"]


async def test_a_remote_case_is_claimed_released_and_claimed_by_another(house: House) -> None:
    first, second = await house.agent(), await house.agent(person="kamran", desk="desk-6")
    case = (await (await house.citizen()).submit(self_service())).json()

    mine = await first.does(case, "claim")
    blocked = await second.act(mine, "claim")
    released = await first.does(mine, "release")
    theirs = await second.does(released, "claim")

    assert (mine["state"], mine["assignee"]) == ("at-front-office", "agent:leyla")
    assert codes(blocked.json()) == ["no-other-claim"]
    assert theirs["assignee"] == "agent:kamran"


async def test_an_answer_in_doubt_is_overridden_for_a_reason(house: House) -> None:
    house.registries.insured["monitorinq"] = "no"
    agent = await house.agent()
    case = await house.at_desk(agent)

    body = {"step": "registry-check", "reason": "İş yerindən arayış təqdim edilib."}
    overridden = await agent.does(case, "override", body)

    assert by(case["steps"], "id", "registry-check")["answer"] == "conflict"
    step = by(overridden["steps"], "id", "registry-check")
    assert (step["status"], step["reason"]) == ("overridden", "İş yerindən arayış təqdim edilib.")


async def test_a_final_answer_cannot_be_overridden(house: House) -> None:
    agent = await house.agent()
    case = await house.at_desk(agent)

    answer = await agent.act(case, "override", {"step": "registry-check", "reason": "Səbəb"})

    assert codes(answer.json()) == ["answer-in-doubt"]


async def test_registries_are_asked_again_after_an_unknown(house: House) -> None:
    house.registries.down = {"monitorinq"}
    agent = await house.agent()
    case = await house.at_desk(agent)
    house.registries.down = set()

    asked = await agent.does(case, "check-registries")
    again = await agent.act(asked, "check-registries")
    await house.ask_registries()
    answered = await agent.reads(case)

    assert by(case["steps"], "id", "registry-check")["answer"] == "unknown"
    assert by(asked["steps"], "id", "registry-check")["status"] == "running"
    assert codes(again.json()) == ["not-being-asked"]
    assert by(answered["steps"], "id", "registry-check")["answer"] == "yes"


async def test_the_decision_is_made_by_another_than_who_forwarded(house: House) -> None:
    agent = await house.agent()
    case = await house.forwarded(agent)
    same_person = await house.officer(person="leyla")

    claimed = await same_person.does(case, "claim")
    answer = await same_person.act(claimed, "grant")

    assert codes(answer.json()) == ["four-eyes"]


async def test_an_agent_may_see_the_case_at_the_office_and_not_decide_it(house: House) -> None:
    agent = await house.agent()
    case = await house.forwarded(agent)

    answer = await agent.act(case, "grant")

    assert (answer.status_code, answer.json()["code"]) == (403, "action-forbidden")


async def test_a_decision_without_a_claim_is_blocked_and_uses_up_no_number(house: House) -> None:
    agent, officer = await house.agent(), await house.officer()
    case = await house.forwarded(agent)

    blocked = await officer.act(case, "grant")
    granted = await officer.does(
        await officer.does(case, "claim"), "grant", {"reason": "Haqlıdır."}
    )

    assert codes(blocked.json()) == ["own-claim"]
    assert granted["decision"]["number"] == "DSMF-DOST-1/2026/1"
    assert granted["decision"]["signer"] == "officer:rashad"
    assert granted["assignee"] is None


async def test_the_decision_is_told_at_once_and_the_notice_falls_away(house: House) -> None:
    agent, officer = await house.agent(), await house.officer()

    case = await house.granted(agent, officer)
    house.clock.set((await house.clock.now()).replace(day=19))
    fired = await house.fire_timers()

    [message] = await house.events(MessageRequested)
    assert message.data is not None
    assert message.data["template"] == "decision"
    assert message.data["decision_number"] == case["decision"]["number"]
    assert message.data["decided_on"] == "2026-03-10"
    assert fired == 0


async def test_an_agent_tells_the_person_before_the_timer_does(house: House) -> None:
    agent = await house.agent()
    case = await house.at_desk(agent)

    told = await agent.does(case, "notify", {"template": "in-progress"})
    again = await agent.act(told, "notify")
    house.clock.set((await house.clock.now()).replace(day=19))

    assert [message["template"] for message in told["messages"]] == ["in-progress"]
    assert codes(again.json()) == ["not-sent-yet"]
    assert await house.fire_timers() == 0


async def test_every_action_tells_of_itself_in_the_order_it_happened(house: House) -> None:
    agent = await house.agent()
    case = await house.forwarded(agent)

    events = [event.data or {} for event in await house.events(CaseAdvanced)]

    assert [event["case_version"] for event in events] == list(range(2, case["version"] + 1))
    assert events[-1]["action"] == "forward"
    assert (events[-1]["from_state"], events[-1]["state"]) == ("at-front-office", "at-back-office")


async def test_allowed_actions_name_every_unmet_guard_and_where_to_go(house: House) -> None:
    agent = await house.agent()
    case = await house.at_desk(agent)

    forward = by(case["allowed_actions"], "action", "forward")
    request = by(case["allowed_actions"], "action", "request-documents")

    assert not forward["allowed"]
    assert codes(forward) == ["earlier-steps-done"]
    assert request["allowed"]
    assert request["href"] == f"/v1/cases/{case['case_id']}/actions/request-documents"
    assert "grant" not in [action["action"] for action in case["allowed_actions"]]


async def test_what_an_action_finds_wrong_is_named_with_what_would_do(house: House) -> None:
    agent = await house.agent()
    case = await house.at_desk(agent)
    copy = {"requirement": "commission-protocol", "form": "photograph"}

    answer = await agent.act(case, "submit-documents", {"documents": [copy]})

    assert answer.status_code == 422
    [fault] = answer.json()["errors"]
    assert (fault["pointer"], fault["code"]) == ("/documents/0/form", "form-not-listed")
    assert "Original" in fault["detail"]
    assert "original" in answer.json()["listed"]
    assert "photograph" not in answer.text
