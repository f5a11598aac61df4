"""Every route of every service says who may call it."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI

from applications.app import create_app as create_applications
from applications.settings import Settings as ApplicationsSettings
from catalog.app import create_app as create_catalog
from catalog.settings import Settings as CatalogSettings
from meis_gateway.app import create_app as create_gateway
from meis_gateway.settings import Settings as GatewaySettings
from notifications.app import create_app as create_notifications
from notifications.settings import Settings as NotificationsSettings
from shared.identity.dependencies import routes_with_policy

SERVICES: list[tuple[Callable[[Any], FastAPI], type[Any]]] = [
    (create_catalog, CatalogSettings),
    (create_applications, ApplicationsSettings),
    (create_gateway, GatewaySettings),
    (create_notifications, NotificationsSettings),
]
PUBLIC_ANYWHERE = {"/livez", "/readyz", "/openapi.json", "/docs"}
PUBLIC_OF_CATALOG = {"/v1/passports", "/v1/code-lists"}


@pytest.fixture(params=SERVICES, ids=lambda service: service[1].service)
def app(request: pytest.FixtureRequest) -> FastAPI:
    create, settings = request.param
    app: FastAPI = create(settings.model_validate({"env": "test"}))
    return app


def test_somebody_decided_about_each_route(app: FastAPI) -> None:
    undecided = [route.path for route in routes_with_policy(app) if not route.is_decided]

    assert undecided == []


def test_only_health_documents_and_the_catalogue_are_public(app: FastAPI) -> None:
    public = {route.path for route in routes_with_policy(app) if route.public}
    expected = PUBLIC_ANYWHERE | (PUBLIC_OF_CATALOG if app.title == "catalog" else set())

    assert [path for path in public if not path.startswith(tuple(expected))] == []


def test_each_operation_has_a_name_that_generated_clients_can_rely_on(app: FastAPI) -> None:
    operations = [
        operation["operationId"]
        for methods in app.openapi()["paths"].values()
        for operation in methods.values()
    ]

    assert operations
    assert len(operations) == len(set(operations))
