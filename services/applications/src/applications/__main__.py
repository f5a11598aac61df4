"""``python -m applications api`` and ``python -m applications worker``."""

from applications.app import create_app, create_worker
from applications.settings import Settings
from shared.processes import run_service

if __name__ == "__main__":
    run_service(Settings, create_app, create_worker)
