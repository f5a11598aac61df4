"""A worker whose way to the broker can be disturbed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.faults.ground import Ground
from tests.faults.kafka_wire import KafkaWire


@asynccontextmanager
async def through_a_wire(ground: Ground, worker: str) -> AsyncIterator[KafkaWire]:
    """Lead a worker to the broker through a wire, and directly again at the end."""
    async with KafkaWire(ground.plan.broker) as wire:
        await ground.end(worker)
        led = await ground.start(worker, KAFKA_BOOTSTRAP=wire.bootstrap)
        try:
            yield wire
        finally:
            if ground.stack.processes().get(worker) == led:
                await ground.end(worker)
                await ground.start(worker)
