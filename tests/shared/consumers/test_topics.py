"""Topics are made as the map says, and a difference is told, never mended in silence."""

from uuid import uuid4

from shared.kafka.topics import Topic, ensure_topics, load_topics
from tests.builders.kafka import TOPICS


def topic(name: str, *, partitions: int = 2, hours: int = 720) -> Topic:
    return Topic(
        name=name,
        partitions=partitions,
        key="case id",
        cleanup="delete",
        retention_hours=hours,
        produced_by="tests",
        consumed_by=["tests"],
    )


async def test_the_topics_of_the_map_are_there_as_it_says(broker: str) -> None:
    ensured = await ensure_topics(broker, load_topics(TOPICS))

    assert (ensured.created, ensured.differences) == ([], [])


async def test_a_missing_topic_is_made_and_a_different_one_is_told(broker: str) -> None:
    name = f"test.{uuid4().hex[:8]}.v1"
    first = await ensure_topics(broker, [topic(name)])
    second = await ensure_topics(broker, [topic(name, partitions=3, hours=24)])

    assert (first.created, first.differences) == ([name], [])
    assert second.created == []
    assert second.differences == [
        f"{name}: 2 partitions, the map says 3",
        f"{name}: retention.ms is 2592000000, the map says 86400000",
    ]
