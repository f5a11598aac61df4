"""J10: a passport changes while cases run; running cases keep theirs, new ones get the new.

The new version is planned on 10 March 2026 for the 12th. It drops a ground of refusal and promises the
notice two working days before the term instead of one: 18 March instead of the 19th.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from local_stack.plan import Plan
from local_stack.processes import alive, end
from local_stack.stack import Stack
from tests.journeys.catalogue import Catalogue
from tests.journeys.submissions import by_portal
from tests.journeys.suite import Person, Suite, eventually, requirements, steps

SEEDS = Path(__file__).parents[2] / "services" / "catalog" / "seeds"
SERVICE = "benefit-that-changes"
CENTRE = "dost-1"
OLD_GROUND = "incomplete-documents"
WHY = "Protokol bu müavinət üçün deyil."

FIRST_DAY = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)  # 10:00 in Baku
THE_DAY_BEFORE = datetime(2026, 3, 11, 6, 0, tzinfo=UTC)
IN_FORCE = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)

SEVINC = ("5ZK1Q2W", "Sevinc", "Nümunəli", "1994-03-02")
AYSEL = ("6EF4G5H", "Aysel", "Uydurmalı", "1989-05-05")
GUNAY = ("6AB2C3D", "Günay", "Sınaqlı", "1991-07-21")
LALE = ("6CD3E4F", "Lalə", "Misallı", "1996-12-30")
PAPERS = ("commission-protocol", "leave-order", "birth-certificate", "identity-card")


async def test_running_cases_keep_their_version_and_new_ones_get_the_new_one(
    suite: Suite, running_stack: Plan, tmp_path: Path
) -> None:
    await suite.it_is(FIRST_DAY)
    catalogue = Catalogue(running_stack)
    draft = await catalogue.publish(document(tmp_path), editor_file(tmp_path, "first"))
    running, refused = await applies(suite, SEVINC), await applies(suite, GUNAY)
    assert version(running) == version(refused) == 1
    assert notice(running) == "2026-03-19"

    planned = editor_file(
        tmp_path,
        "second",
        ("valid_from: 2019-12-16", "valid_from: 2026-03-12"),
        (f"codes: [{OLD_GROUND}, no-legal-basis]", "codes: [no-legal-basis]"),
        ("margin_working_days: 1", "margin_working_days: 2"),
    )
    await catalogue.publish_again(draft, planned)

    await suite.it_is(THE_DAY_BEFORE)
    before = await applies(suite, AYSEL)
    assert version(before) == 1, "the planned version is not in force yet"

    await suite.it_is(IN_FORCE)
    with stopped_catalogue(running_stack):
        new = await applies(suite, LALE)
        assert version(new) == 2
        assert notice(new) == "2026-03-18"

        officer = await suite.person("officer", person="officer-vusal", body="dsmf", centre=CENTRE)
        await handed_over(suite, officer, running["case_id"])
        ended = await officer.act(running["case_id"], "grant")
        assert version(ended) == 1
        assert notice(ended) == "2026-03-19"
        await the_dropped_ground_is_still_the_old_cases(suite, officer, refused, new)


def document(folder: Path) -> Path:
    """Write a document of our own: the seed's belongs to the seed's service."""
    text = (SEEDS / "01-05-02-02.txt").read_text(encoding="utf-8")
    file = folder / "changes.txt"
    file.write_text(text.replace("müavinətin təyin", "dəyişən müavinətin təyin"), encoding="utf-8")
    return file


def editor_file(folder: Path, name: str, *changes: tuple[str, str]) -> Path:
    """Write the editor's file beside it, with the changes of a version."""
    text = (SEEDS / "01-05-02-02.editor.yaml").read_text(encoding="utf-8")
    for old, new in (("service_id: childcare-benefit", f"service_id: {SERVICE}"), *changes):
        assert old in text
        text = text.replace(old, new)
    file = folder / f"{name}.editor.yaml"
    file.write_text(text, encoding="utf-8")
    return file


async def applies(suite: Suite, who: tuple[str, str, str, str]) -> dict[str, Any]:
    """Let somebody apply through the portal."""
    parent = await suite.person("citizen", person=who[0])
    return await parent.create("/v1/cases", by_portal(*who, service_id=SERVICE))


@contextmanager
def stopped_catalogue(plan: Plan) -> Iterator[None]:
    """Stop both processes of the catalogue, and start them again at the end."""
    stack = Stack(plan, print)
    catalogue = [pid for name, pid in stack.processes().items() if name.startswith("catalog-")]
    try:
        for pid in catalogue:
            end(pid, signal.SIGTERM, patience=25)
        assert [alive(pid) for pid in catalogue] == [False, False]
        yield
        assert [alive(pid) for pid in catalogue] == [False, False]
    finally:
        stack.start()


async def the_dropped_ground_is_still_the_old_cases(
    suite: Suite, officer: Person, old: dict[str, Any], new: dict[str, Any]
) -> None:
    await handed_over(suite, officer, old["case_id"])
    decided = await officer.act(old["case_id"], "refuse", ground=OLD_GROUND, reason=WHY)
    assert decided["decision"]["outcome"] == "refused"
    assert decided["decision"]["ground"]["code"] == OLD_GROUND

    claimed = await handed_over(suite, officer, new["case_id"])
    answer = await officer.post(
        f"/v1/cases/{new['case_id']}/actions/refuse",
        {"ground": OLD_GROUND, "reason": WHY},
        If_Match=f'"{claimed["version"]}"',
    )
    assert (answer.status_code, answer.json()["listed"]) == (422, ["no-legal-basis"])


async def handed_over(suite: Suite, officer: Person, case_id: str) -> dict[str, Any]:
    """Lead a case through the front office to the officer who claims it."""
    agent = await suite.person("agent", person="agent-leyla", centre=CENTRE)
    case = await the_registries_have_answered(agent, case_id)
    await agent.act(case_id, "claim")
    seen = [
        {"requirement": code, "form": "original", "number": "K-7", "issued_on": "2026-03-05"}
        for code in PAPERS
        if requirements(case)[code]["status"] == "missing"
    ]
    await agent.act(case_id, "submit-documents", documents=seen)
    await agent.act(case_id, "confirm-completeness")
    await agent.act(case_id, "forward", view="for", note="Sənədlər tamdır.")
    return await officer.act(case_id, "claim")


async def the_registries_have_answered(agent: Person, case_id: str) -> dict[str, Any]:
    return await eventually(
        lambda: agent.get(f"/v1/cases/{case_id}"),
        lambda seen: (
            steps(seen)["attach-data"] == "done"
            and requirements(seen)["leave-order"]["status"] != "pending"
        ),
        "the registries have answered",
    )


def version(case: dict[str, Any]) -> int:
    found: int = case["service"]["passport_version"]
    return found


def notice(case: dict[str, Any]) -> str:
    [day] = [each["on"] for each in case["deadlines"] if each["kind"] == "notice"]
    return str(day)
