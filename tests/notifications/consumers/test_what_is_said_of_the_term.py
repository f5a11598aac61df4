"""What the citizen reads of the day of the decision is true on the day on which it is written."""

from datetime import UTC, datetime

import pytest

from shared.database import Database
from tests.builders.notifications import promised, saying, without, written

WE_WAIT = {"az": "müddətə daxil edilmir", "en": "do not count"}
DUE = {"az": "Qərar 31.03.2026 tarixinədək qəbul edilməlidir.", "en": "due by 31 March 2026."}
OVER = {
    "az": "Qərarın son tarixi 31.03.2026 idi; bu müddət bitib və qərar gecikir.",
    "en": "is late: it was due by 31 March 2026, and that term is over.",
}
GOES_ON = {"az": "baxılması davam edir", "en": "We go on working on your application"}
TOLD = {
    "az": "Qərar qəbul edilən kimi bu kabinetdə sizə bildiriləcək.",
    "en": "You will read the decision here as soon as it is taken.",
}
NOTHING_TO_DO = {"az": "heç nə tələb olunmur", "en": "nothing you need to do"}
PROTOCOL = "Komissiyanın protokolu"
BOTH = pytest.mark.parametrize("language", ["az", "en"])


@BOTH
async def test_whose_papers_were_asked_for_reads_that_the_days_of_waiting_do_not_count(
    database: Database, language: str
) -> None:
    event = saying(promised(language=language, papers=(PROTOCOL,)), asks_for_papers=True)

    [message] = await written(database, [event])

    assert (message.code, message.version) == ("in-progress-papers-awaited", 1)
    assert WE_WAIT[language] in message.body
    assert PROTOCOL in message.body


@BOTH
async def test_who_was_not_asked_for_papers_reads_nothing_of_days_that_do_not_count(
    database: Database, language: str
) -> None:
    event = saying(promised(language=language, papers=(PROTOCOL,)), asks_for_papers=False)

    [message] = await written(database, [event])

    assert (message.code, message.version) == ("in-progress-papers", 3)
    assert WE_WAIT[language] not in message.body
    assert message.body.endswith(DUE[language])


@BOTH
async def test_a_promise_from_before_they_said_so_claims_of_no_day_that_it_does_not_count(
    database: Database, language: str
) -> None:
    event = promised(language=language, papers=(PROTOCOL,))

    [message] = await written(database, [without(event, "asks_for_papers", "term_over")])

    assert WE_WAIT[language] not in message.body


@BOTH
@pytest.mark.parametrize("papers", [(), (PROTOCOL,)])
async def test_once_the_term_is_over_the_citizen_reads_that_and_no_promise_of_a_day(
    database: Database, language: str, papers: tuple[str, ...]
) -> None:
    event = saying(promised(language=language, papers=papers), term_over=True)

    [message] = await written(database, [event])

    said = (OVER, GOES_ON, TOLD)
    assert [each[language] for each in said if each[language] not in message.body] == []
    assert message.code == ("in-progress-papers-late" if papers else "in-progress-late")
    assert message.body.count("2026") == 1 + "D-2026-000001-7".count("2026"), (
        "another day is promised"
    )
    assert (NOTHING_TO_DO[language] in message.body) == (not papers)
    assert all(paper in message.body for paper in papers)


async def test_papers_asked_for_when_the_term_is_over_stop_no_clock(database: Database) -> None:
    event = promised(language="en", papers=(PROTOCOL,))

    [message] = await written(database, [saying(event, asks_for_papers=True, term_over=True)])

    assert WE_WAIT["en"] not in message.body
    assert OVER["en"] in message.body


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (datetime(2026, 3, 31, 19, 59, tzinfo=UTC), "in-progress"),
        (datetime(2026, 3, 31, 20, 0, tzinfo=UTC), "in-progress-late"),  # midnight in Baku
    ],
)
async def test_a_promise_that_does_not_say_whether_the_term_is_over_goes_by_its_day_in_baku(
    database: Database, asked: datetime, code: str
) -> None:
    event = without(saying(promised(), time=asked), "asks_for_papers", "term_over")

    [message] = await written(database, [event])

    assert message.code == code


async def test_while_the_clock_stands_a_day_that_is_past_is_no_term_that_is_over(
    database: Database,
) -> None:
    event = saying(promised(papers=(PROTOCOL,)), asks_for_papers=True, term_over=False)
    event = saying(event, time=datetime(2026, 4, 20, 5, 0, tzinfo=UTC))

    [message] = await written(database, [event])

    assert message.code == "in-progress-papers-awaited"


@BOTH
@pytest.mark.parametrize("papers", [(), (PROTOCOL,)])
async def test_of_a_suspended_case_no_day_is_promised_and_no_work(
    database: Database, language: str, papers: tuple[str, ...]
) -> None:
    event = saying(promised(language=language, papers=papers), suspended=True, term_over=False)

    [message] = await written(database, [event])

    said = {"az": "davam etdirilməyincə qərar qəbul edilmir", "en": "until the work goes on"}
    assert said[language] in message.body
    assert TOLD[language] in message.body
    assert GOES_ON[language] not in message.body
    assert all(paper in message.body for paper in papers)
