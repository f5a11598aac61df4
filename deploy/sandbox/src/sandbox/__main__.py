"""``python -m sandbox``: the outside world in one process."""

import sys

import uvicorn

from sandbox.app import StartRefusedError, create_app
from sandbox.settings import SandboxSettings

CONFIGURATION_ERROR = 78  # EX_CONFIG of sysexits.h


def main() -> None:
    """Serve until told to stop; exit 78 where the environment forbids it."""
    settings = SandboxSettings()
    try:
        app = create_app(settings)
    except StartRefusedError as error:
        sys.stderr.write(f"sandbox: {error}\n")
        sys.exit(CONFIGURATION_ERROR)
    uvicorn.run(app, host=settings.host, port=settings.port, log_level="warning")


if __name__ == "__main__":
    main()
