"""The wiring of the applications service: its API, and its worker."""

from collections.abc import Mapping
from datetime import timedelta

from fastapi import FastAPI

from applications.api import (
    actions,
    caller_cards,
    callers,
    cases,
    documents,
    drafts,
    interruptions,
    mandates,
    receipts,
    statistics,
    tickets,
    uploads,
)
from applications.api.calendar import router as calendar_router
from applications.clients.counted import CountedMeisGateway
from applications.clients.counted_papers import (
    DOCUMENTS,
    SCANNER,
    CountedDocuments,
    CountedScanner,
)
from applications.clients.document_store import FolderDocuments
from applications.clients.meis_gateway import HttpMeisGateway, MeisGateway, gateway_client
from applications.clients.scanner import Clamd, DevelopmentScanner, Scanner
from applications.consumers import delivered_messages, published_passports, recovered_subsystems
from applications.consumers.by_topic import ByTopic
from applications.consumers.delivered_messages import DeliveryHandler
from applications.jobs import expired_uploads, notice_timers, registry_questions, statistic_folding
from applications.jobs.calendar_replanning import NAME as REPLANNING
from applications.jobs.calendar_replanning import CalendarReplanning
from applications.jobs.expired_drafts import forgetting_drafts
from applications.jobs.expired_uploads import ExpiredUploads
from applications.jobs.notice_timers import NoticeTimers
from applications.jobs.notice_watch import NAME as NOTICES
from applications.jobs.notice_watch import NoticeWatch
from applications.jobs.registry_questions import RegistryQuestions
from applications.jobs.statistic_folding import StatisticFolding
from applications.settings import DEVELOPMENT_SCANNER, Settings
from applications.use_cases.ask_registry import QuestionKeys
from applications.use_cases.casework import Casework
from applications.use_cases.papers import Papers
from shared import parked_routes
from shared.business_clock import clock_for
from shared.clock import Clock
from shared.database import Database
from shared.health import Readiness
from shared.http import HttpClient, http_client
from shared.idempotency import Idempotency
from shared.identity.client_credentials import ServiceToken
from shared.identity.jwks import KeySource
from shared.identity.tokens import TokenVerifier
from shared.jobs import Job
from shared.parked_routes import Replays
from shared.processes import Process, Worker, consumer_of, database_of, relay_of
from shared.telemetry.calls import Calls
from shared.telemetry.metrics import Metrics, Sample
from shared.tidying import tidying
from shared.vault import BlindIndex, KeyRing, Vault
from shared.webapp import create_webapp, worker_health_app
from shared.worker_metrics import show_consumer, show_relay

DESCRIPTION = """Takes applications from the channels and runs each case by the published version \
of its passport: steps, papers, registry answers, terms, decision."""

QUESTION_SECONDS = 1.0
TIMER_SECONDS = 1.0
FOLD_SECONDS = 5.0
UPLOADS_SECONDS = 60.0
REPLANNING_SECONDS = 5.0


def casework_of(settings: Settings) -> Casework:
    """Read the keys and limits of the house."""
    index = KeyRing.parse(settings.index_key.get_secret_value()).active
    return Casework(
        vault=Vault(KeyRing.parse(settings.vault_keys.get_secret_value())),
        index=BlindIndex(index.id, index.secret, "person"),
        recipients=KeyRing.parse(settings.recipient_keys.get_secret_value()),
        cards_per_hour=settings.caller_cards_per_hour,
        draft_days=settings.draft_days,
    )


def question_keys_of(settings: Settings) -> QuestionKeys:
    """Read the keys of questions, shared with the gateway."""
    return QuestionKeys(
        grant=KeyRing.parse(settings.grant_key.get_secret_value()).active.secret,
        subject=KeyRing.parse(settings.subject_key.get_secret_value()).active.secret,
    )


def papers_of(settings: Settings, calls: Calls) -> Papers:
    """Choose where papers are kept and who looks into them."""
    return Papers(
        CountedDocuments(FolderDocuments(settings.documents_folder), calls),
        CountedScanner(_scanner(settings), calls),
        settings.upload_seconds,
        settings.upload_bytes,
    )


def create_app(settings: Settings) -> FastAPI:
    """Build the API."""
    database = database_of(settings, Process.API)
    identity = http_client()
    keys = KeySource(settings.oidc_issuer, identity)
    readiness = Readiness()
    readiness.add_probe("database", database.ping)
    readiness.add_probe("identity", keys.check)
    metrics = Metrics()
    casework, papers = casework_of(settings), papers_of(settings, Calls(metrics))
    # Without them uploads are refused and everything else goes on.
    readiness.add_probe(SCANNER, papers.scanner.ping, needed=False)
    readiness.add_probe(DOCUMENTS, papers.store.ping, needed=False)
    clock = clock_for(settings.business_clock_url)
    _watch_notices(database, clock, readiness, metrics, needed=False)
    return create_webapp(
        title="applications",
        description=DESCRIPTION,
        settings=settings,
        database=database,
        clock=clock,
        verifier=TokenVerifier(audience=settings.service, keys=keys),
        routers=[
            *(tickets.router, cases.router, actions.router, receipts.router, statistics.router),
            *(uploads.router, documents.router, calendar_router),
            *(callers.router, caller_cards.router, drafts.router),
            *(interruptions.router, mandates.router, parked_routes.router),
        ],
        readiness=readiness,
        metrics=metrics,
        state={
            "casework": casework,
            "papers": papers,
            "idempotency": Idempotency(casework.vault.keyring),
            "replays": Replays({settings.service: handler_of(casework)}),
        },
        closing=[database.dispose, identity.aclose],
        larger_bodies={uploads.PATH: settings.upload_bytes},
    )


def create_worker(settings: Settings) -> Worker:
    """Build the worker: relay, consumer and jobs; several share buckets, partitions and leases."""
    database = database_of(settings, Process.WORKER)
    casework = casework_of(settings)
    metrics, identity = Metrics(), http_client()
    gateway_http = gateway_client(settings.meis_gateway_url, settings.gateway_seconds)
    calls = Calls(metrics)
    gateway = _gateway(settings, gateway_http, identity, calls)
    relay = relay_of(settings, database)
    handler = handler_of(casework)
    consumer = consumer_of(settings, database, topics=handler.topics, handler=handler)
    readiness = Readiness()
    readiness.add_probe("database", database.ping)
    readiness.add("consumer", consumer.readiness)
    readiness.add("relay", relay.readiness)
    show_relay(metrics, relay, database)
    show_consumer(metrics, consumer, database, settings.service)
    clock = clock_for(settings.business_clock_url)
    _watch_notices(database, clock, readiness, metrics, needed=True)
    jobs = _jobs(settings, database, clock, casework, gateway, papers_of(settings, calls))
    for name, (job, readings) in jobs.items():
        readiness.add(name, job.readiness)
        if readings is not None:
            metrics.sample(name, readings)
    return Worker(
        parts=[
            *(relay.run, consumer.run, tidying(database), forgetting_drafts(database)),
            *(job.run for job, _ in jobs.values()),
        ],
        health_app=worker_health_app(readiness, metrics),
        closing=[gateway_http.aclose, identity.aclose, database.dispose],
    )


def _watch_notices(
    database: Database, clock: Clock, readiness: Readiness, metrics: Metrics, *, needed: bool
) -> None:
    """Show the notices at risk: a worker its own, the API those of workers that are all gone."""
    watch = NoticeWatch(database, clock)
    readiness.add(NOTICES, watch.readiness, needed=needed)
    metrics.sample(NOTICES, watch.readings)


def _jobs(
    settings: Settings,
    database: Database,
    clock: Clock,
    casework: Casework,
    gateway: MeisGateway,
    papers: Papers,
) -> Mapping[str, tuple[Job, Sample | None]]:
    """Return the jobs of a worker by name, each with what the metrics show of its rows."""
    lease, keys = timedelta(seconds=settings.job_lease_seconds), question_keys_of(settings)
    asking = RegistryQuestions(database, casework, keys, gateway, clock, lease)
    notices = NoticeTimers(database, casework, clock, lease)
    folding = StatisticFolding(database)
    uploads_over = ExpiredUploads(database, papers)
    replanning = CalendarReplanning(database, casework, clock)
    return {
        registry_questions.NAME: (Job(QUESTION_SECONDS, asking.ask_due), asking.readings),
        notice_timers.NAME: (Job(TIMER_SECONDS, notices.fire_due), notices.readings),
        statistic_folding.NAME: (Job(FOLD_SECONDS, folding.fold_some), folding.readings),
        expired_uploads.NAME: (Job(UPLOADS_SECONDS, uploads_over.forget_due), None),
        REPLANNING: (Job(REPLANNING_SECONDS, replanning.replan_due), replanning.readings),
    }


def handler_of(casework: Casework) -> ByTopic:
    """Return what is done with an event of each topic this service reads."""
    return ByTopic(
        {
            published_passports.TOPIC: published_passports.handle,
            delivered_messages.TOPIC: DeliveryHandler(casework),
            recovered_subsystems.TOPIC: recovered_subsystems.handle,
        }
    )


def _scanner(settings: Settings) -> Scanner:
    if settings.clamd == DEVELOPMENT_SCANNER:
        return DevelopmentScanner()
    host, _, port = settings.clamd.rpartition(":")
    return Clamd(host, int(port), settings.scan_seconds)


def _gateway(
    settings: Settings, client: HttpClient, identity: HttpClient, calls: Calls
) -> MeisGateway:
    token = ServiceToken(
        issuer=settings.oidc_issuer,
        client_id=settings.client_id,
        secret=settings.client_secret.get_secret_value(),
        audience="meis-gateway",
        client=identity,
    )
    return CountedMeisGateway(HttpMeisGateway(client, token, settings.gateway_seconds), calls)
