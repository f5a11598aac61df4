"""The complete metadata of this service's own tables, for migrations and their test."""

from applications.storage.tables import (
    calendars,
    callers,
    cases,
    clients,
    documents,
    drafts,
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
    callers,
    cases,
    clients,
    documents,
    drafts,
    duplicates,
    mandates,
    passports,
    people,
    queues,
    statistics,
)
METADATA = registry.REGISTRY.metadata
