"""Topics as data (``deploy/kafka/topics.yaml``): create what is missing, verify what is there."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import yaml
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, for_code
from pydantic import BaseModel, ConfigDict, Field

from shared.kafka.deadlines import CALL_SECONDS, KafkaUnavailable, ended

_HOUR_MS: Final = 3_600_000
_SEGMENT_HOURS: Final = 24
"""Retention deletes whole segments, so a record may outlive it by the age of its segment."""


class Topic(BaseModel):
    """One topic of the event map; a compacted one keeps the newest event of each key."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    partitions: int = Field(gt=0)
    key: str
    cleanup: Literal["compact", "delete"]
    retention_hours: int | None = None
    produced_by: str
    consumed_by: list[str]

    def settings(self) -> dict[str, str]:
        """Return Kafka's settings of the topic."""
        settings: dict[str, str] = {"cleanup.policy": self.cleanup}
        if self.retention_hours is not None:
            settings["retention.ms"] = str(self.retention_hours * _HOUR_MS)
            settings["segment.ms"] = str(_SEGMENT_HOURS * _HOUR_MS)
        return settings


@dataclass(frozen=True, slots=True)
class Ensured:
    """What ``ensure_topics`` did: names it created, and differences it found and left alone."""

    created: list[str]
    differences: list[str]


def load_topics(path: Path) -> list[Topic]:
    """Read the event map; raises ValidationError when it is not one."""
    return [Topic.model_validate(item) for item in yaml.safe_load(path.read_text())["topics"]]


async def ensure_topics(
    bootstrap: str, topics: Sequence[Topic], *, replication_factor: int = 1
) -> Ensured:
    """Create the missing topics and compare the others with the map.

    Partitions are never changed here: keys would move and lose their order. Raises KafkaUnavailable.
    """
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=5000)
    try:
        async with asyncio.timeout(3 * CALL_SECONDS):
            await admin.start()
            existing = set(await admin.list_topics())
            missing = [topic for topic in topics if topic.name not in existing]
            await _create(admin, missing, replication_factor)
            present = [topic for topic in topics if topic.name in existing]
            return Ensured([topic.name for topic in missing], await _differences(admin, present))
    except (KafkaError, TimeoutError, OSError) as error:
        raise KafkaUnavailable from error
    finally:
        await ended(admin.close())


async def _create(
    admin: AIOKafkaAdminClient, topics: Sequence[Topic], replication_factor: int
) -> None:
    if not topics:
        return
    response = await admin.create_topics(
        [
            NewTopic(t.name, t.partitions, replication_factor, topic_configs=t.settings())
            for t in topics
        ]
    )
    for _name, code, *_ in response.topic_errors:
        if code:
            raise for_code(code)


async def _differences(admin: AIOKafkaAdminClient, topics: Sequence[Topic]) -> list[str]:
    if not topics:
        return []
    described: list[dict[str, Any]] = await admin.describe_topics([t.name for t in topics])
    partitions = {item["topic"]: len(item["partitions"]) for item in described}
    differences = [
        f"{t.name}: {partitions[t.name]} partitions, the map says {t.partitions}"
        for t in topics
        if partitions[t.name] != t.partitions
    ]
    for topic in topics:
        actual = await _settings(admin, topic)
        differences += [
            f"{topic.name}: {name} is {actual.get(name)}, the map says {wanted}"
            for name, wanted in topic.settings().items()
            if actual.get(name) != wanted
        ]
    return differences


async def _settings(admin: AIOKafkaAdminClient, topic: Topic) -> dict[str, str]:
    wanted = ConfigResource(
        ConfigResourceType.TOPIC, topic.name, configs=dict.fromkeys(topic.settings(), "")
    )
    [response] = await admin.describe_configs([wanted])
    [resource] = response.resources
    return {entry[0]: entry[1] for entry in resource[4]}
