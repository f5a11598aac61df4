"""Every route of every service says who may call it."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from shared.identity.dependencies import routes_with_policy
from tests.contracts.openapi_documents import APPS, app_of

PUBLIC_ANYWHERE = {"/livez", "/readyz", "/metrics", "/openapi.json", "/docs"}
PUBLIC_OF_CATALOG = {"/v1/passports", "/v1/code-lists"}


@pytest.fixture(params=APPS)
def app(request: pytest.FixtureRequest) -> FastAPI:
    return app_of(request.param)


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


def test_a_key_at_one_resource_is_another_request_at_the_next(app: FastAPI) -> None:
    """A route with a place in its path takes its key through ``shared.once``, which binds it to it."""
    loose = [
        route.path
        for route in app.routes
        if isinstance(route, APIRoute) and route.dependant.path_params
        if {"_key", "_once_if_keyed"} & (asked := set(_asked(route.dependant)))
        if not {"_once", "_once_if_keyed"} & asked
    ]

    assert loose == []


def _asked(dependant: Dependant) -> Iterator[str]:
    for each in dependant.dependencies:
        yield getattr(each.call, "__name__", "")
        yield from _asked(each)
