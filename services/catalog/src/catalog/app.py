"""The wiring of the catalogue: its API, and its worker (the relay)."""

from fastapi import FastAPI

from catalog.api import code_lists, passports
from catalog.settings import Settings
from catalog.storage.packaged import packaged_code_lists
from shared.business_clock import clock_for
from shared.health import Readiness
from shared.http import http_client
from shared.identity.jwks import KeySource
from shared.identity.tokens import TokenVerifier
from shared.processes import Process, Worker, database_of, relay_of
from shared.telemetry.metrics import Metrics
from shared.tidying import tidying
from shared.webapp import create_webapp, worker_health_app
from shared.worker_metrics import show_relay

DESCRIPTION = """Passports of the services DOST offers: who may ask, through which channel, with \
which papers, how long it may take. Everything here is public."""


def create_app(settings: Settings) -> FastAPI:
    """Build the API: public reads of what is published.

    No route asks for a token, so readiness does not ask for the identity provider.
    """
    database = database_of(settings, Process.API)
    identity = http_client()
    readiness = Readiness()
    readiness.add_probe("database", database.ping)
    return create_webapp(
        title="catalog",
        description=DESCRIPTION,
        settings=settings,
        database=database,
        clock=clock_for(settings.business_clock_url),
        verifier=TokenVerifier(
            audience=settings.service, keys=KeySource(settings.oidc_issuer, identity)
        ),
        routers=[passports.router, code_lists.router],
        readiness=readiness,
        metrics=Metrics(),
        state={"code_lists": packaged_code_lists()},
        closing=[database.dispose, identity.aclose],
    )


def create_worker(settings: Settings) -> Worker:
    """Build the worker: one relay; several workers share its buckets."""
    database = database_of(settings, Process.WORKER)
    relay = relay_of(settings, database)
    readiness = Readiness()
    readiness.add_probe("database", database.ping)
    readiness.add("relay", relay.readiness)
    metrics = Metrics()
    show_relay(metrics, relay, database)
    return Worker(
        parts=[relay.run, tidying(database)],
        health_app=worker_health_app(readiness, metrics),
        closing=[database.dispose],
    )
