"""The wiring of notifications: its API, and its worker (consumer, delivery job, relay)."""

from datetime import timedelta

from fastapi import FastAPI

from notifications.api import deliveries
from notifications.clients.esosial import EsosialCabinet
from notifications.consumers.case_events import case_events
from notifications.jobs.deliveries import deliver_due
from notifications.settings import Settings
from notifications.use_cases.accept_message import Keys
from shared.business_clock import clock_for
from shared.database import Database
from shared.events.cases import CASES_TOPIC
from shared.health import Readiness
from shared.http import http_client
from shared.identity.jwks import KeySource
from shared.identity.tokens import TokenVerifier
from shared.jobs import Job
from shared.kafka.consumer import ConsumerRunner
from shared.kafka.producer import EventProducer
from shared.processes import Worker, owner_name
from shared.relay import Relay
from shared.tidying import tidying
from shared.vault import KeyRing
from shared.webapp import create_webapp, worker_health_app

DESCRIPTION = """Messages that cases promise to citizens, posted to their cabinet on E-sosial, \
and what became of each."""
LOOK_EVERY_SECONDS = 0.5


def create_app(settings: Settings) -> FastAPI:
    """Build the API: what staff may read of deliveries."""
    database = Database(settings.database_url, application_name="notifications-api")
    identity = http_client()
    keys = KeySource(settings.oidc_issuer, identity)
    readiness = Readiness()
    readiness.add_probe("database", database.ping)
    readiness.add_probe("identity", keys.check)
    return create_webapp(
        title="notifications",
        description=DESCRIPTION,
        settings=settings,
        database=database,
        clock=clock_for(settings.business_clock_url),
        verifier=TokenVerifier(audience=settings.service, keys=keys),
        routers=[deliveries.router],
        readiness=readiness,
        closing=[database.dispose, identity.aclose],
    )


def create_worker(settings: Settings) -> Worker:
    """Build the worker; several of them share partitions, leases and buckets."""
    database = Database(settings.database_url, application_name="notifications-worker")
    esosial = http_client(base_url=settings.esosial_url, seconds=settings.esosial_seconds)
    keys = _keys(settings)
    consumer = ConsumerRunner(
        settings.kafka_bootstrap,
        database,
        group=settings.service,
        topics=[CASES_TOPIC],
        handler=case_events(keys),
        call_seconds=settings.kafka_call_seconds,
        session_seconds=settings.kafka_session_seconds,
    )
    relay = Relay(
        database,
        EventProducer(settings.kafka_bootstrap, client_id="notifications-relay"),
        owner=owner_name(settings.service),
        lease_seconds=settings.relay_lease_seconds,
        call_seconds=settings.kafka_call_seconds,
    )
    deliver = deliver_due(
        database,
        cabinet=EsosialCabinet(esosial, seconds=settings.esosial_seconds),
        rows=keys.rows,
        clock=clock_for(settings.business_clock_url),
        lease=timedelta(seconds=settings.job_lease_seconds),
    )
    deliveries_job = Job(LOOK_EVERY_SECONDS, deliver)

    readiness = Readiness()
    readiness.add_probe("database", database.ping)
    readiness.add("consumer", consumer.readiness)
    readiness.add("relay", relay.readiness)
    readiness.add("deliveries", deliveries_job.readiness)
    return Worker(
        parts=[consumer.run, relay.run, deliveries_job.run, tidying(database)],
        health_app=worker_health_app(readiness),
        closing=[esosial.aclose, database.dispose],
    )


def _keys(settings: Settings) -> Keys:
    return Keys(
        recipients=KeyRing.parse(settings.recipient_keys.get_secret_value()),
        rows=KeyRing.parse(settings.vault_keys.get_secret_value()),
        message_key=KeyRing.parse(settings.message_key.get_secret_value()).active.secret,
    )
