"""``python -m meis_gateway api`` and ``python -m meis_gateway worker``."""

from meis_gateway.app import create_app, create_worker
from meis_gateway.settings import Settings
from shared.processes import run_service

if __name__ == "__main__":
    run_service(Settings, create_app, create_worker)
