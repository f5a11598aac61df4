"""``python -m catalog api`` and ``python -m catalog worker``: the two processes of the service."""

from enum import StrEnum

import typer

from catalog.app import create_app, create_worker
from catalog.settings import Settings
from shared.settings import load_settings
from shared.telemetry.logs import configure_logs
from shared.worker import run, run_api, run_worker


class Process(StrEnum):
    """What to run."""

    API = "api"
    WORKER = "worker"


def main(process: Process) -> None:
    """Run one process until SIGTERM or SIGINT."""
    settings = load_settings(Settings)
    configure_logs(service=settings.service, process=process, level=settings.log_level)
    if process is Process.API:
        run(run_api(create_app(settings), settings.host, settings.port))
    else:
        run(_work(settings))


async def _work(settings: Settings) -> None:
    worker = create_worker(settings)
    try:
        await run_worker(worker.parts, worker.health_app, settings.host, settings.worker_port)
    finally:
        await worker.database.dispose()


if __name__ == "__main__":
    typer.run(main)
