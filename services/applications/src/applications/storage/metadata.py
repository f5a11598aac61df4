"""The complete metadata of this service's own tables, for migrations and their test."""

from applications.storage.tables import (
    calendars,
    callers,
    cases,
    clients,
    documents,
    duplicates,
    mandates,
    passports,
    people,
    queues,
    registry,
    statistics,
)

MODULES = (
    calendars,
    cases,
    clients,
    documents,
    duplicates,
    mandates,
    passports,
    people,
    queues,
    statistics,
    callers,
)
METADATA = registry.REGISTRY.metadata
