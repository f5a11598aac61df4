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
    cases,
    clients,
    documents,
    duplicates,
    callers,
    drafts,
    mandates,
    passports,
    people,
    queues,
    statistics,
    callers,
)
METADATA = registry.REGISTRY.metadata
