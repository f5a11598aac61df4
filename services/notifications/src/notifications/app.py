"""The wiring of notifications: its API, and its worker (consumer, delivery job, relay)."""

from datetime import timedelta

from fastapi import FastAPI

from notifications.api import deliveries
from notifications.clients.counted import CountedCabinet
from notifications.clients.esosial import EsosialCabinet
from notifications.consumers.case_events import case_events
from notifications.jobs.deliveries import NAME, deliver_due, delivery_sample
from notifications.settings import Settings
from notifications.use_cases.accept_message import Keys
from shared import parked_routes
from shared.business_clock import clock_for
from shared.events.cases import CASES_TOPIC
from shared.health import Readiness
from shared.http import http_client
from shared.idempotency import Idempotency
from shared.identity.jwks import KeySource
from shared.identity.tokens import TokenVerifier
from shared.jobs import Job
from shared.parked_routes import Replays
from shared.processes import Process, Worker, consumer_of, database_of, relay_of
from shared.telemetry.calls import Calls
from shared.telemetry.metrics import Metrics
from shared.tidying import tidying
from shared.vault import KeyRing
from shared.webapp import create_webapp, worker_health_app
from shared.worker_metrics import show_consumer, show_relay

DESCRIPTION = """Messages that cases promise to citizens, posted to their cabinet on E-sosial, \
and what became of each."""
LOOK_EVERY_SECONDS = 0.5


def create_app(settings: Settings) -> FastAPI:
    """Build the API: what staff may read of deliveries, and parked events."""
    database = database_of(settings, Process.API)
    identity = http_client()
    issuer_keys = KeySource(settings.oidc_issuer, identity)
    keys = _keys(settings)
    readiness = Readiness()
    readiness.add_probe("database", database.ping)
    readiness.add_probe("identity", issuer_keys.check)
    return create_webapp(
        title="notifications",
        description=DESCRIPTION,
        settings=settings,
        database=database,
        clock=clock_for(settings.business_clock_url),
        verifier=TokenVerifier(audience=settings.service, keys=issuer_keys),
        routers=[deliveries.router, parked_routes.router],
        readiness=readiness,
        metrics=Metrics(),
        state={
            "replays": Replays({settings.service: case_events(keys)}),
            "idempotency": Idempotency(keys.rows),
        },
        closing=[database.dispose, identity.aclose],
    )


def create_worker(settings: Settings) -> Worker:
    """Build the worker; several of them share partitions, leases and buckets."""
    database = database_of(settings, Process.WORKER)
    esosial = http_client(base_url=settings.esosial_url, seconds=settings.esosial_seconds)
    keys = _keys(settings)
    consumer = consumer_of(settings, database, topics=[CASES_TOPIC], handler=case_events(keys))
    relay = relay_of(settings, database)
    metrics = Metrics()
    cabinet = EsosialCabinet(esosial, seconds=settings.esosial_seconds)
    deliver = deliver_due(
        database,
        cabinet=CountedCabinet(cabinet, Calls(metrics)),
        rows=keys.rows,
        clock=clock_for(settings.business_clock_url),
        lease=timedelta(seconds=settings.job_lease_seconds),
    )
    deliveries_job = Job(LOOK_EVERY_SECONDS, deliver)

    readiness = Readiness()
    readiness.add_probe("database", database.ping)
    readiness.add("consumer", consumer.readiness)
    readiness.add("relay", relay.readiness)
    readiness.add(NAME, deliveries_job.readiness)
    show_relay(metrics, relay, database)
    show_consumer(metrics, consumer, database, settings.service)
    metrics.sample(NAME, delivery_sample(database))
    return Worker(
        parts=[consumer.run, relay.run, deliveries_job.run, tidying(database)],
        health_app=worker_health_app(readiness, metrics),
        closing=[esosial.aclose, database.dispose],
    )


def _keys(settings: Settings) -> Keys:
    return Keys(
        recipients=KeyRing.parse(settings.recipient_keys.get_secret_value()),
        rows=KeyRing.parse(settings.vault_keys.get_secret_value()),
        message_key=KeyRing.parse(settings.message_key.get_secret_value()).active.secret,
    )
