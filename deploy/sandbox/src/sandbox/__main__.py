"""``python -m sandbox``: the outside world in one process."""

from sandbox.app import create_app
from sandbox.settings import SandboxSettings
from sandbox.traffic.connection import HandedOver
from shared.settings import load_settings
from shared.telemetry.logs import configure_logs
from shared.worker import run, run_api


def main() -> None:
    """Serve until told to stop; status 78 where the environment forbids it."""
    settings = load_settings(SandboxSettings)
    configure_logs(service=settings.service, process="api", level=settings.log_level)
    run(run_api(create_app(settings), settings.host, settings.port, protocol=HandedOver))


if __name__ == "__main__":
    main()
