"""Somebody describes a guardianship over Günay; nobody has such a paper, until an agent sees one."""

from datetime import UTC, datetime

from shared.events.cases import MessageRequested
from shared.identity.caller import Role
from tests.builders.applications import Caller, House
from tests.builders.callers import operator, verified
from tests.builders.representatives import WARD_FIN, looked_at, with_mandate
from tests.builders.submissions import Json, by, papers, tells_nothing_of_registries
from tests.builders.uploads import uploaded

GUARDIANSHIP = {"kind": "guardianship", "valid_until": "2031-01-01"}
CUT_OFF_DAY = datetime(2026, 3, 19, 5, 0, tzinfo=UTC)
REASON = {"reason": "Belə qərar verilməyib."}


async def described(house: House, **evidence: str) -> tuple[Caller, Json]:
    """Return somebody, and the case they sent on a guardianship as they describe it."""
    somebody = await house.citizen()
    answer = await somebody.submit(with_mandate(**GUARDIANSHIP, **evidence))
    assert answer.status_code == 201, answer.text
    await house.ask_registries()
    case: Json = answer.json()
    return somebody, case


async def claimed(house: House, **evidence: str) -> tuple[Caller, Caller, Json]:
    """Return them, an agent, and the case the agent has taken."""
    somebody, case = await described(house, **evidence)
    agent = await house.agent()
    return somebody, agent, await agent.does(await agent.reads(case), "claim")


async def test_no_routine_of_the_desk_opens_me_to_who_made_a_paper_up(house: House) -> None:
    somebody, agent, case = await claimed(house)
    case = await agent.does(case, "submit-documents", papers("commission-protocol"))

    completeness = await agent.act(case, "confirm-completeness")
    forward = await agent.act(case, "forward", {"view": "none", "note": "Sənədlər tamdır."})
    theirs = await somebody.reads(case)

    assert (completeness.status_code, forward.status_code) == (409, 409)
    for answer in (completeness, forward):
        assert "mandate-seen" in [each["code"] for each in answer.json()["blocked_by"]]
    assert theirs["person_concerned"]["identifier"]["value"] == "*****3D"
    assert theirs["person_concerned"]["birth_date"] is None
    assert tells_nothing_of_registries(theirs)


async def test_the_agent_reads_number_and_issuer_to_hold_them_against_the_paper(
    house: House,
) -> None:
    somebody, agent, case = await claimed(house)

    paper = by((await agent.reads(case))["evidence"], "kind", "mandate")
    theirs = by((await somebody.reads(case))["evidence"], "kind", "mandate")
    said = [each["values"] for each in case["evidence"] if each["kind"] != "mandate"]

    assert paper["values"] == {"number": "E-1174", "issuer": "1 saylı notariat kontoru"}
    assert theirs["values"] is None
    assert said
    assert set(map(str, said)) == {"None"}


async def test_nobody_else_of_the_staff_reads_number_and_issuer(house: House) -> None:
    _, case = await described(house)
    agent = await house.agent()
    unclaimed = await agent.reads(case)
    lines = (await agent.get("/v1/cases")).json()["items"]
    case = await agent.does(unclaimed, "claim")
    auditor = await (await house.caller(Role.AUDITOR)).reads(case)
    history = (await agent.get(f"/v1/cases/{case['case_id']}/history")).json()

    assert lines
    assert "E-1174" not in str([unclaimed, lines, auditor, history])


async def test_who_looked_at_the_paper_and_when_stands_in_the_case(house: House) -> None:
    somebody, agent, case = await claimed(house)

    seen = await agent.does(case, "confirm-mandate", looked_at())
    history = (await agent.get(f"/v1/cases/{case['case_id']}/history")).json()["items"]
    theirs = await somebody.reads(case)

    assert seen["mandate"] | {"checked_at": ""} == {
        "kind": "guardianship",
        "issued_on": "2026-01-12",
        "valid_until": "2031-01-01",
        "services": ["childcare-benefit"],
        "state": "in-force",
        "document_id": None,
        "verdict": "seen",
        "by_copy": False,
        "checked_by": "agent:leyla",
        "checked_at": "",
    }
    line = by(history, "action", "confirm-mandate")
    assert (line["actor"], line["details"]) == ("agent:leyla", {"seen": "original"})
    assert theirs["mandate"]["checked_by"] == "agent"
    assert theirs["person_concerned"]["identifier"]["value"] == WARD_FIN


async def test_a_real_paper_over_somebody_else_opens_nothing_of_me(house: House) -> None:
    somebody, agent, case = await claimed(house)

    answer = await agent.act(case, "confirm-mandate", looked_at(represented="6EF4G5H"))

    assert answer.status_code == 422
    [fault] = answer.json()["errors"]
    assert (fault["pointer"], fault["code"]) == ("/represented", "mandate-of-another")
    assert WARD_FIN not in answer.text
    assert (await somebody.reads(case))["person_concerned"]["identifier"]["masked"]


async def test_a_copy_is_confirmed_by_who_has_read_it(house: House) -> None:
    somebody = await house.citizen()
    document_id = await uploaded(somebody)
    _, agent, case = await claimed(house, document_id=document_id)
    path = f"/v1/cases/{case['case_id']}/documents/{document_id}"

    unread = await agent.act(case, "confirm-mandate", looked_at(seen="copy"))
    content = await agent.get(path)
    seen = await agent.does(case, "confirm-mandate", looked_at(seen="copy"))

    assert (unread.status_code, unread.json()["code"]) == (422, "mandate-copy-not-read")
    assert content.status_code == 200
    assert (seen["mandate"]["document_id"], seen["mandate"]["by_copy"]) == (document_id, True)
    assert (await somebody.get(path)).status_code == 200


async def test_a_copy_is_ones_own_upload_and_stands_for_one_paper(house: House) -> None:
    aysel, gunay = await house.citizen(), await house.citizen(WARD_FIN)
    hers = await uploaded(gunay)
    own = await uploaded(aysel)
    twice = with_mandate(document_id=own)
    twice["documents"] = [
        {"requirement": "commission-protocol", "form": "electronic-copy", "document_id": own}
    ]

    foreign = await aysel.submit(with_mandate(document_id=hers))
    repeated = await aysel.submit(twice)

    assert [(each["pointer"], each["code"]) for each in foreign.json()["errors"]] == [
        ("/evidence/document_id", "upload-not-found")
    ]
    assert [(each["pointer"], each["code"]) for each in repeated.json()["errors"]] == [
        ("/evidence/document_id", "upload-used-already")
    ]


async def test_whoever_made_a_paper_up_finds_no_case_once_it_is_rejected(house: House) -> None:
    somebody, agent, case = await claimed(house)
    gunay = await house.citizen(WARD_FIN)

    case = await agent.does(case, "reject-mandate", REASON)
    path = f"/v1/cases/{case['case_id']}"
    answers = [
        await somebody.get(path),
        await somebody.get(f"{path}/history"),
        await somebody.act(case, "withdraw", {"reason": "Səhv"}),
    ]
    hers = await gunay.reads(case)

    assert [answer.status_code for answer in answers] == [404] * 3
    assert (await somebody.get("/v1/cases")).json()["items"] == [], "listed under a rejected paper"
    assert hers["mandate"]["verdict"] == "rejected"
    assert hers["mandate"]["checked_by"] == "agent"
    assert (await gunay.does(hers, "withdraw", {"reason": "Mən istəmirəm"}))["state"] == "withdrawn"


async def test_i_hear_of_the_case_when_the_paper_is_rejected(house: House) -> None:
    _, agent, case = await claimed(house)

    await agent.does(case, "reject-mandate", REASON)

    [message] = await house.events(MessageRequested)
    assert message.data is not None
    assert (message.data["template"], message.data["recipient"]["role"]) == (
        "in-progress",
        "person-concerned",
    )


async def test_nobody_but_the_agents_of_the_case_says_that_a_paper_is_seen(house: House) -> None:
    somebody, _, case = await claimed(house)
    gunay, officer = await house.citizen(WARD_FIN), await house.officer()
    elsewhere = await house.agent(person="kamran", centre="dost-2")

    answers = [
        (await caller.act(case, "confirm-mandate", looked_at())).status_code
        for caller in (somebody, gunay, officer, elsewhere)
    ]

    assert answers == [403, 403, 403, 404]


async def test_a_caller_with_a_made_up_paper_is_not_told_the_rest_on_the_phone(
    house: House,
) -> None:
    _, agent, case = await claimed(house)
    nigar = await operator(house)
    verification_id = await verified(nigar)

    read = await nigar.get(f"/v1/cases/{case['case_id']}")
    card = await nigar.post("/v1/caller-cards", {"verification_id": verification_id})

    assert (read.status_code, card.status_code) == (200, 200), card.text
    assert "E-1174" not in read.text + card.text
    assert WARD_FIN not in read.text + card.text
    assert (await agent.reads(case))["mandate"]["verdict"] is None


async def test_i_get_what_is_written_of_my_case_while_nobody_has_seen_the_guardianship(
    house: House,
) -> None:
    await described(house)
    house.clock.set(CUT_OFF_DAY)
    await house.fire_timers()

    [message] = await house.events(MessageRequested)
    assert message.data is not None
    assert message.data["recipient"]["role"] == "person-concerned"
