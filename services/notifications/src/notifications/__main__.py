"""``python -m notifications api`` and ``python -m notifications worker``."""

from notifications.app import create_app, create_worker
from notifications.settings import Settings
from shared.processes import run_service

if __name__ == "__main__":
    run_service(Settings, create_app, create_worker)
