import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from notifications.consumers.case_events import case_events
from notifications.domain.messages import State
from notifications.domain.sight import EVERYTHING
from notifications.domain.templates import PlaceUnfilled, TemplateMissing
from notifications.storage import messages
from notifications.storage.tables import MessageRow
from shared.database import Database
from shared.events.envelope import Envelope
from shared.vault import VaultError, open_from
from tests.builders.notifications import (
    KEYS,
    advanced,
    promised,
    refused,
    without_recipient_key,
)

handle = case_events(KEYS)


def with_other_id(event: Envelope) -> Envelope:
    return replace(event, id=promised().id)


async def consume(database: Database, *events: Envelope) -> None:
    for event in events:
        async with database.transaction() as session:
            await handle(session, event)


async def of_case(database: Database, case_id: str) -> list[MessageRow]:
    async with database.transaction() as session:
        return await messages.of_case(session, case_id, sight=EVERYTHING, limit=10)


def opened(message: MessageRow) -> bytes:
    return open_from(KEYS.rows, message.key_id, message.sealed, message.message_id.encode())


async def test_a_promised_message_waits_to_be_sent_in_the_citizens_language(
    database: Database,
) -> None:
    await consume(database, promised(language="en"))

    [message] = await of_case(database, "case-1")
    assert (message.state, message.template_code, message.template_version) == (
        State.PENDING,
        "in-progress",
        1,
    )
    assert message.language == "en"


async def test_the_same_promise_read_twice_is_one_message(database: Database) -> None:
    promise = promised()

    await consume(database, promise, promise)

    assert len(await of_case(database, "case-1")) == 1


async def test_a_case_that_only_moves_on_sends_nothing(database: Database) -> None:
    await consume(database, advanced())

    assert await of_case(database, "case-1") == []


async def test_neither_the_person_nor_the_text_is_stored_in_clear(database: Database) -> None:
    await consume(database, promised(template="decision"))

    [message] = await of_case(database, "case-1")
    stored = repr(message.model_dump()).encode()
    assert b"5ZK1Q2W" not in stored
    assert b"D-2026" not in stored


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (without_recipient_key, KeyError),
        (with_other_id, VaultError),
    ],
)
async def test_a_promise_whose_recipient_does_not_open_is_never_sent_to_somebody_else(
    database: Database, spoil: Callable[[Envelope], Envelope], error: type[Exception]
) -> None:
    with pytest.raises(error):
        await consume(database, spoil(promised()))

    assert await of_case(database, "case-1") == []


async def test_a_promise_without_a_text_is_refused_and_names_what_is_missing(
    database: Database,
) -> None:
    event = promised()
    assert event.data is not None
    event.data["outcome"] = "granted"

    with pytest.raises(TemplateMissing) as raised:
        await consume(database, event)

    assert raised.value.members == {"template": "in-progress-granted", "language": "az"}


@pytest.mark.parametrize("language", ["az", "en"])
async def test_a_refused_person_reads_the_ground_and_how_to_contest_it(
    database: Database, language: str
) -> None:
    await consume(database, refused(language=language))

    [message] = await of_case(database, "case-1")
    assert (message.template_code, message.template_version) == ("decision-refused", 1)
    body = json.loads(opened(message))["body"]
    assert "Hüquqi əsası yoxdur" in body
    assert "DSMF-2026-000001" in body
    assert body.endswith("30 gün ərzində yuxarı orqana şikayət verə bilərsiniz.")


async def test_a_refusal_that_does_not_say_how_to_contest_it_is_never_sent(
    database: Database,
) -> None:
    event = refused()
    assert event.data is not None
    event.data["how_to_appeal"] = None

    with pytest.raises(PlaceUnfilled):
        await consume(database, event)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "az",
            ["sizin adınızdan müraciət edib", "qəbul edilməyib", "geri götürə bilərsiniz", "142"],
        ),
        ("en", ["in your name", "was not accepted", "withdraw it", "142"]),
    ],
)
async def test_who_did_not_apply_reads_that_somebody_did_and_what_to_do(
    database: Database, language: str, words: list[str]
) -> None:
    event = promised(language=language, papers=("Komissiyanın protokolu",))
    assert event.data is not None
    event.data["mandate_rejected"] = True

    await consume(database, event)

    [message] = await of_case(database, "case-1")
    content = json.loads(opened(message))
    assert message.template_code == "in-progress-mandate-rejected"
    assert "D-2026-000001-7" in content["subject"]
    assert [each for each in words if each not in content["body"]] == []
    assert "protokol" not in content["body"]
