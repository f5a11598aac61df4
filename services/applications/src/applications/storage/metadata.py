"""The complete metadata of this service's own tables, for migrations and their test."""

from applications.storage.tables import (
    calendars,
    cases,
    clients,
    mandates,
    passports,
    people,
    queues,
    registry,
)

MODULES = (calendars, cases, clients, mandates, passports, people, queues)
METADATA = registry.REGISTRY.metadata
