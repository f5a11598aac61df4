from notifications.clients.esosial import Cabinet, CabinetMessage, NullCabinet
from tests.builders.notifications import TEST_PERSON

MESSAGE = CabinetMessage(fin=TEST_PERSON, subject="Mətn", body="Mətn", language="az")


async def test_the_twin_keeps_one_message_for_a_key_as_the_cabinet_does() -> None:
    cabinet: Cabinet = NullCabinet()

    assert await cabinet.find("key") is None
    first = await cabinet.put("key", MESSAGE)

    assert await cabinet.put("key", MESSAGE) == first
    assert await cabinet.find("key") == first
