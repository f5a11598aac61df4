from uuid import uuid4

from applications.domain.actor import Actor, ActorRole
from applications.domain.people.policies import may_see
from applications.storage import cases, worklist
from applications.storage.visibility import Viewer
from applications.storage.worklist import Wanted
from shared.identity.caller import Role
from tests.builders.applications import TUESDAY, House
from tests.builders.callers import ASKED, WHOLE, begun, by_phone, end, operator, verified
from tests.builders.case_passports import childcare_data, handling
from tests.builders.submissions import FIN, OTHER_FIN, by, papers, self_service


async def test_the_agent_of_the_centre_sees_name_and_masked_identifier(house: House) -> None:
    agent = await house.agent()

    case = await house.submitted_in_person(agent, **papers("commission-protocol"))

    shown = case["person_concerned"]
    assert (shown["given_name"], shown["family_name"]) == ("Aysel", "Məmmədova")
    assert shown["identifier"] == {"kind": "fin", "value": "*****2W", "masked": True}
    assert shown["birth_date"] is None


async def test_colleagues_at_the_centre_read_what_was_read_off_a_paper(house: House) -> None:
    case = await house.submitted_in_person(await house.agent(), **papers("commission-protocol"))
    colleague = await house.agent(person="murad", desk="desk-6")

    seen = by((await colleague.reads(case))["requirements"], "code", "commission-protocol")

    assert (seen["form"], seen["number"]) == ("original", "AA 1000")
    assert seen["issued_on"] == "2026-02-01"
    audit = await (await house.caller(Role.AUDITOR, person="audit")).reads(case)
    hidden = by(audit["requirements"], "code", "commission-protocol")
    assert (hidden["number"], hidden["issued_on"]) == (None, None)


async def test_the_deciding_officer_sees_the_person_and_what_the_registries_supplied(
    house: House,
) -> None:
    agent, officer = await house.agent(), await house.officer()
    case = await officer.reads(await house.forwarded(agent))

    assert case["person_concerned"]["identifier"]["value"] == FIN
    answers = [each for each in case["evidence"] if each["kind"] == "registry-answer"]
    attached = next(each for each in answers if each["details"]["question"] == "attributes")
    assert attached["values"]["monitorinq"]["leave_order"] == {"number": "17/3"}
    assert attached["as_of"] == "2026-03-10T05:00:00Z"


async def test_the_agent_sees_which_data_came_and_not_the_data(house: House) -> None:
    case = await house.at_desk(await house.agent())

    answers = [each for each in case["evidence"] if each["kind"] == "registry-answer"]
    assert all(each["values"] is None for each in answers)
    sources = next(each for each in answers if each["details"]["question"] == "attributes")
    assert by(sources["details"]["sources"], "subsystem", "monitorinq")["attributes"] == [
        "leave_order"
    ]


async def test_the_citizen_sees_her_own_case_entered_at_the_desk_and_no_names_of_staff(
    house: House,
) -> None:
    agent, officer, citizen = await house.agent(), await house.officer(), await house.citizen()
    granted = await house.granted(agent, officer)

    case = await citizen.reads(granted)
    history = (await citizen.get(f"/v1/cases/{case['case_id']}/history")).json()["items"]

    assert case["person_concerned"]["identifier"]["value"] == FIN
    assert case["assignee"] is None
    assert case["forwarding"] is None
    assert (case["decision"]["signer"], case["decision"]["office"]) == ("officer", "dsmf@dost-1")
    forward = by(history, "action", "forward")
    assert (forward["actor"], forward["note"], forward["details"]) == ("agent", None, {})
    assert "leyla" not in str(case) + str(history)
    assert "rashad" not in str(case) + str(history)


async def test_the_citizen_reads_no_name_of_an_operator_and_no_id_of_her_call(house: House) -> None:
    nigar, citizen = await operator(house), await house.citizen()
    agent = await house.agent()
    by_call = (await nigar.submit(by_phone(await verified(nigar, call_id="call-77")))).json()
    begun_by_call = await begun(nigar, **WHOLE)
    ended = (await end(citizen, begun_by_call, {"channel": "self-service"})).json()

    spoken, hers = await citizen.reads(by_call), await citizen.reads(ended)
    staffs = await agent.reads(ended)

    assert by(spoken["evidence"], "kind", "caller-verified")["details"] == {
        "operator": "operator",
        "answered": ASKED,
    }
    origin = by(hers["evidence"], "kind", "draft-ended")["details"]
    assert origin["begun_by"] == "operator"
    assert {"call_id", "verification_id"} & set(origin) == set()
    assert "nigar" not in str(spoken) + str(hers) + str(ended)
    kept = by(staffs["evidence"], "kind", "draft-ended")["details"]
    assert kept["begun_by"] == "operator:operator-nigar"
    assert kept["call_id"]


async def test_the_office_reads_me_in_full_only_once_my_case_was_handed_to_it(
    house: House,
) -> None:
    at_the_body = handling(decision_office={"body": "dsmf", "at": "body"})
    await house.publish(childcare_data(version=2, handling=at_the_body))
    agent, officer = await house.agent(), await house.officer()
    case = await house.at_desk(agent)

    before = await officer.reads(case)
    case = await agent.does(case, "submit-documents", papers("commission-protocol"))
    case = await agent.does(case, "confirm-completeness")
    case = await agent.does(case, "forward", {"view": "none", "note": "Sənədlər tamdır."})
    forwarded = await officer.reads(case)
    await officer.does(case, "return", {"reason": "Protokol oxunmur."})
    returned = await officer.reads(case)

    assert before["office"] == "dsmf"
    assert before["person_concerned"]["identifier"]["masked"], "in full before it was asked"
    assert all(each["values"] is None for each in before["evidence"])
    for read in (forwarded, returned):
        assert not read["person_concerned"]["identifier"]["masked"]
        assert any(each["values"] for each in read["evidence"])


async def test_an_unclaimed_case_shows_an_agent_nobody(house: House) -> None:
    case = (await (await house.citizen()).submit(self_service())).json()
    agent = await house.agent()

    before = await agent.reads(case)
    after = await agent.does(before, "claim")

    assert before["person_concerned"] is None
    assert after["person_concerned"]["family_name"] == "Məmmədova"
    assert after["centre"] == "dost-1"


async def test_what_people_wrote_is_shown_only_where_the_person_is(house: House) -> None:
    note = "Mən Ayseləm, FİN 5ZK1Q2W"
    citizen, agent = await house.citizen(), await house.agent()
    auditor = await house.caller(Role.AUDITOR, person="auditor-1")
    case = (await citizen.submit(self_service(note=note))).json()
    path = f"/v1/cases/{case['case_id']}/history"

    own = await citizen.get(path)
    unclaimed = await agent.get(path)
    case = await agent.does(await agent.reads(case), "claim")
    await house.ask_registries()
    case = await agent.reads(case)
    body = {"requirement": "commission-protocol", "reason": "Aysel itirib."}
    await agent.does(case, "waive", body)
    claimed = await agent.get(path)
    audited = await auditor.get(path)
    audited_case = await auditor.get(f"/v1/cases/{case['case_id']}")

    assert own.json()["items"][0]["note"] == claimed.json()["items"][0]["note"] == note
    assert unclaimed.json()["items"][0]["note"] is None
    assert "Aysel" not in audited.text + audited_case.text


async def test_an_auditor_sees_the_case_and_nobody_in_it(house: House) -> None:
    case = await house.at_desk(await house.agent())
    auditor = await house.caller(Role.AUDITOR, person="auditor-1")

    seen = await auditor.reads(case)

    assert seen["applicant"] is None
    assert seen["person_concerned"] is None
    assert all(each["values"] is None for each in seen["evidence"])
    assert "Aysel" not in str(seen)
    assert [action for action in seen["allowed_actions"] if action["allowed"]] == []


async def test_another_persons_case_looks_like_none(house: House) -> None:
    case = (await (await house.citizen()).submit(self_service())).json()
    stranger = await house.citizen(OTHER_FIN)

    theirs = await stranger.get(f"/v1/cases/{case['case_id']}")
    none = await stranger.get(f"/v1/cases/{uuid4()}")
    history = await stranger.get(f"/v1/cases/{case['case_id']}/history")
    action = await stranger.act(case, "submit-documents", papers("commission-protocol"))

    answers = [theirs, none, history, action]
    assert [answer.status_code for answer in answers] == [404] * 4
    unlike = {(a.json()["code"], a.json()["title"], a.json()["detail"]) for a in answers}
    assert len(unlike) == 1


async def test_staff_without_a_relation_find_no_case(house: House) -> None:
    case = await house.forwarded(await house.agent())
    strangers = [
        await house.caller(role, person="somebody", **wishes)
        for role, wishes in (
            (Role.AGENT, {"centre": "dost-2"}),
            (Role.OFFICER, {"body": "dsmf", "centre": "dost-2"}),
            (Role.OFFICER, {"body": "dma", "centre": "dost-1"}),
            (Role.OPERATOR, {}),
            (Role.LAWYER, {"centre": "dost-1"}),
            (Role.KIOSK, {"centre": "dost-1"}),
            (Role.SERVICE, {}),
            (Role.ADMIN, {}),
        )
    ]

    looks = [await each.get(f"/v1/cases/{case['case_id']}") for each in strangers]

    assert {look.status_code for look in looks} == {404}


async def test_a_list_and_a_single_look_agree_on_who_sees_what(house: House) -> None:
    """The condition of the query is the policy of the domain, for every caller and case."""
    agent = await house.agent()
    online = (await (await house.citizen(OTHER_FIN)).submit(self_service(OTHER_FIN))).json()
    at_desk = await house.at_desk(agent)
    ids = {online["case_id"], at_desk["case_id"]}
    viewers = [
        Actor(role, "x", centre=centre, body=body)
        for role in ActorRole
        if role not in (ActorRole.JOB, ActorRole.TIMER, ActorRole.SYSTEM)
        for centre in (None, "dost-1", "dost-2")
        for body in (None, "dsmf", "dma")
    ]

    async with house.database.transaction() as session:
        files = [await cases.read(session, house.casework.vault, case_id) for case_id in ids]
        for viewer in viewers:
            found = await worklist.page(
                session, Viewer(viewer, TUESDAY.date()), Wanted(), after=None, limit=10
            )
            seen = {file.case.id for file in files if file and may_see(file.case, viewer)}
            assert {line.case_id for line in found.lines} == seen, viewer
