"""What alembic runs: the tables of this service and the shared ones, in this service's database."""

from alembic import context

from applications.storage.metadata import METADATA
from shared.migrations import run_env

run_env(context, METADATA, role="applications")
