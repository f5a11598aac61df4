"""The two processes of every service: ``python -m <service> api`` and ``… worker``."""

import os
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import typer
from fastapi import FastAPI
from starlette.types import ASGIApp

from shared.database import Database
from shared.kafka.consumer import ConsumerRunner
from shared.kafka.parked import Handler
from shared.kafka.producer import EventProducer
from shared.relay import Relay
from shared.settings import ServiceSettings, load_settings
from shared.telemetry.logs import configure_logs
from shared.worker import Part, run, run_api, run_worker

SettingsT = TypeVar("SettingsT", bound=ServiceSettings)


class Process(StrEnum):
    """What to run."""

    API = "api"
    WORKER = "worker"


@dataclass(frozen=True, slots=True)
class Worker:
    """What a worker runs side by side, its health application, and what is closed at the end."""

    parts: Sequence[Part]
    health_app: ASGIApp
    closing: Sequence[Callable[[], Awaitable[None]]]


def owner_name(service: str) -> str:
    """Name this process in leases and logs: service, host and process id."""
    return f"{service}@{socket.gethostname()}:{os.getpid()}"


def database_of(settings: ServiceSettings, process: Process) -> Database:
    """Build the database of a process, with the limits in force; it bears the process's name."""
    return Database(
        settings.database_url,
        application_name=f"{settings.service}-{process}",
        seconds=settings.database_seconds,
    )


def relay_of(settings: ServiceSettings, database: Database) -> Relay:
    """Build the relay that publishes what ``database`` records, with the limits in force."""
    return Relay(
        database,
        EventProducer(settings.kafka_bootstrap, client_id=f"{settings.service}-relay"),
        owner=owner_name(settings.service),
        lease_seconds=settings.relay_lease_seconds,
        call_seconds=settings.kafka_call_seconds,
    )


def consumer_of(
    settings: ServiceSettings, database: Database, *, topics: Sequence[str], handler: Handler
) -> ConsumerRunner:
    """Build the consumer of a service, whose group bears its name, with the limits in force."""
    return ConsumerRunner(
        settings.kafka_bootstrap,
        database,
        group=settings.service,
        topics=topics,
        handler=handler,
        call_seconds=settings.kafka_call_seconds,
        session_seconds=settings.kafka_session_seconds,
        poll_seconds=settings.kafka_poll_seconds,
    )


def run_service(
    settings_type: type[SettingsT],
    create_app: Callable[[SettingsT], FastAPI],
    create_worker: Callable[[SettingsT], Worker],
) -> None:
    """Run the process that the command line names, until SIGTERM or SIGINT.

    Ends with status 78 and one message when a setting is missing.
    """

    def main(process: Process) -> None:
        settings = load_settings(settings_type)
        configure_logs(service=settings.service, process=process, level=settings.log_level)
        if process is Process.API:
            run(run_api(create_app(settings), settings.host, settings.port))
        else:
            run(_work(settings, create_worker))

    typer.run(main)


async def _work(settings: SettingsT, create_worker: Callable[[SettingsT], Worker]) -> None:
    worker = create_worker(settings)
    try:
        await run_worker(worker.parts, worker.health_app, settings.host, settings.worker_port)
    finally:
        for close in worker.closing:
            await close()
