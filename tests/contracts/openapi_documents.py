"""Every service's OpenAPI document and where it is kept."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from applications.app import create_app as create_applications
from applications.settings import Settings as ApplicationsSettings
from catalog.app import create_app as create_catalog
from catalog.settings import Settings as CatalogSettings
from meis_gateway.app import create_app as create_gateway
from meis_gateway.settings import Settings as GatewaySettings
from notifications.app import create_app as create_notifications
from notifications.settings import Settings as NotificationsSettings

DOCUMENTS = Path(__file__).parent / "openapi"

APPS: Mapping[str, tuple[Callable[[Any], FastAPI], type[Any]]] = {
    "catalog": (create_catalog, CatalogSettings),
    "applications": (create_applications, ApplicationsSettings),
    "meis-gateway": (create_gateway, GatewaySettings),
    "notifications": (create_notifications, NotificationsSettings),
}


def app_of(service: str) -> FastAPI:
    """Build a service's API with the settings of a test."""
    create, settings = APPS[service]
    app: FastAPI = create(settings.model_validate({"env": "test"}))
    return app


def document_text(service: str) -> str:
    """Return a service's OpenAPI document as it is committed."""
    document = app_of(service).openapi()
    return json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
