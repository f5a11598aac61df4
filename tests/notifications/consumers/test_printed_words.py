"""Words as a passport prints them, in the sentences of a message."""

import pytest

from shared.database import Database
from tests.builders.notifications import promised, refused, saying, written


@pytest.mark.parametrize("language", ["az", "en"])
async def test_a_name_that_is_printed_with_a_full_stop_ends_no_sentence_twice(
    database: Database, language: str
) -> None:
    event = promised(
        language=language, papers=("Ərizə. ", "Uşağın doğum haqqında şəhadətnaməsi."), how="Bura."
    )

    [message] = await written(database, [event])

    assert ": Ərizə; Uşağın doğum haqqında şəhadətnaməsi. Bura. " in message.body


async def test_a_ground_that_is_printed_with_a_full_stop_ends_no_sentence_twice(
    database: Database,
) -> None:
    event = saying(refused(language="en"), refusal_ground_printed="Hüquqi əsası yoxdur.")

    [message] = await written(database, [event])

    assert ": Hüquqi əsası yoxdur. Decision" in message.body
