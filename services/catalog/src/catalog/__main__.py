"""``python -m catalog api`` and ``python -m catalog worker``: the two processes of the service."""

from catalog.app import create_app, create_worker
from catalog.settings import Settings
from shared.processes import run_service

if __name__ == "__main__":
    run_service(Settings, create_app, create_worker)
