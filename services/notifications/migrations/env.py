"""What alembic runs: the tables of this service and the shared ones, in this service's database."""

from alembic import context

from notifications.storage.tables import REGISTRY
from shared.migrations import run_env

run_env(context, REGISTRY.metadata, role="notifications")
