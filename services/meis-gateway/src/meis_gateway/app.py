"""The wiring of the gateway: its API, and its worker (consumer, probes, sweep, relay)."""

from fastapi import FastAPI

from meis_gateway.api import questions, subsystems
from meis_gateway.clients.counted import counted
from meis_gateway.clients.registries import Registries
from meis_gateway.clients.rest_registry import RestRegistry
from meis_gateway.clients.subsystems import packaged_subsystems
from meis_gateway.consumers import published_passports
from meis_gateway.domain.subsystems import AdapterKind
from meis_gateway.jobs import sweep
from meis_gateway.jobs.probes import probe_due
from meis_gateway.jobs.sweep import open_intents_sample, sweep_open
from meis_gateway.settings import Settings
from meis_gateway.use_cases.gateway import Gateway
from shared import parked_routes
from shared.business_clock import clock_for
from shared.database import Database
from shared.events.passports import PassportPublished
from shared.health import Readiness
from shared.http import HttpClient, http_client
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

DESCRIPTION = """Questions of a case to the subsystems of MEİS: bound to a purpose, with evidence, \
and with a typed answer in which *down* is never *no*."""
PROBE_EVERY_SECONDS = 5.0
SWEEP_EVERY_SECONDS = 5.0


def create_app(settings: Settings) -> FastAPI:
    """Build the API: questions of cases, and the state of the subsystems."""
    database = database_of(settings, Process.API)
    identity = http_client()
    keys = KeySource(settings.oidc_issuer, identity)
    meis = http_client(base_url=settings.meis_url, seconds=settings.question_seconds)
    clock = clock_for(settings.business_clock_url)
    metrics = Metrics()
    readiness = Readiness()
    readiness.add_probe("database", database.ping)
    readiness.add_probe("identity", keys.check)
    gateway = Gateway(
        database=database,
        clock=clock,
        registries=counted(adapters(meis), Calls(metrics)),
        subsystems=packaged_subsystems(),
        grants=KeyRing.parse(settings.grant_key.get_secret_value()),
        subjects=KeyRing.parse(settings.subject_key.get_secret_value()),
        seconds=settings.question_seconds,
    )
    return create_webapp(
        title="meis-gateway",
        description=DESCRIPTION,
        settings=settings,
        database=database,
        clock=clock,
        verifier=TokenVerifier(audience=settings.service, keys=keys),
        routers=[questions.router, subsystems.router, parked_routes.router],
        readiness=readiness,
        metrics=metrics,
        state={
            "gateway": gateway,
            "idempotency": Idempotency(KeyRing.parse(settings.vault_keys.get_secret_value())),
            "replays": Replays({settings.service: published_passports.handle}),
        },
        closing=[database.dispose, identity.aclose, meis.aclose],
    )


def create_worker(settings: Settings) -> Worker:
    """Build the worker; several of them share partitions and buckets, and may all probe and sweep."""
    database = database_of(settings, Process.WORKER)
    meis = http_client(base_url=settings.meis_url, seconds=settings.question_seconds)
    consumer = consumer_of(
        settings,
        database,
        topics=[PassportPublished.topic],
        handler=published_passports.handle,
    )
    relay = relay_of(settings, database)
    metrics = Metrics()
    jobs = _jobs(settings, database, counted(adapters(meis), Calls(metrics)))
    readiness = Readiness()
    readiness.add_probe("database", database.ping)
    readiness.add("consumer", consumer.readiness)
    readiness.add("relay", relay.readiness)
    for name, job in jobs.items():
        readiness.add(name, job.readiness)
    show_relay(metrics, relay, database)
    show_consumer(metrics, consumer, database, settings.service)
    metrics.sample(sweep.NAME, open_intents_sample(database))
    return Worker(
        parts=[consumer.run, relay.run, *(job.run for job in jobs.values()), tidying(database)],
        health_app=worker_health_app(readiness, metrics),
        closing=[meis.aclose, database.dispose],
    )


def _jobs(settings: Settings, database: Database, registries: Registries) -> dict[str, Job]:
    """Return the polled jobs by the name readiness has for them."""
    probe = probe_due(
        database,
        clock=clock_for(settings.business_clock_url),
        registries=registries,
        subsystems=packaged_subsystems(),
    )
    close = sweep_open(database, after_seconds=settings.sweep_after_seconds)
    return {"probes": Job(PROBE_EVERY_SECONDS, probe), sweep.NAME: Job(SWEEP_EVERY_SECONDS, close)}


def adapters(meis: HttpClient) -> Registries:
    """Return the adapter of each kind, speaking through ``meis``."""
    return {AdapterKind.REST: RestRegistry(meis)}
