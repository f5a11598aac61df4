"""Structured logs on standard output: one JSON object a line, keys from an allow-list.

What a line may say is decided here and nowhere else. A key that is not in ``ALLOWED_KEYS`` is
dropped and counted in ``dropped``; an exception is its class and the places in the code, never
its message, because messages of drivers and validators carry values; a line about a case never
says of which service or office it is, so a protected case looks like any other.
"""

import logging
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import FilteringBoundLogger, WrappedLogger

from shared.telemetry.trace import current

ALLOWED_KEYS = frozenset(
    {
        # who writes
        *("event", "level", "time", "service", "process", "module", "version", "environment"),
        # the journey
        *("trace_id", "span_id", "method", "route", "status", "duration_ms", "bytes"),
        # what happened
        *("code", "kind", "error", "errors", "caused_by", "at", "dropped", "reason", "template"),
        *("attempt", "attempts", "count", "total", "remaining", "seconds", "due_at", "waiting_for"),
        # what it happened to: opaque ids and codes only
        *("case_id", "service_id", "passport_version", "action", "step", "step_kind", "state"),
        *("deadline_id", "job_id", "job", "message_id", "delivery_id", "document_id", "import_id"),
        *("draft_id", "evidence_id", "intent_id", "role", "client", "office", "centre", "field"),
        *("question", "answer", "subsystem", "operation", "freshness", "outcome", "language"),
        # the machinery
        *("topic", "partition", "offset", "group", "consumer", "event_id", "event_type", "source"),
        *("bucket", "owner", "fence", "lag", "part", "ok", "host", "port"),
        *("signal", "exit_code", "revision", "database", "broker", "target", "setting"),
        *("template_version", "key_id"),
    }
)
"""Every key a log line may have. Add one here only if its values can never be about a person."""

TELLING_KEYS = frozenset({"service_id", "office", "centre", "subsystem", "question"})
"""Keys that would say what a case is about; dropped from a line that names the case."""

MAX_TEXT = 200
PLACES = 6

# Not asyncio: it writes the representation of a task, and with it the exception's message.
_LIBRARIES_WITH_SAFE_TEMPLATES = ("uvicorn", "aiokafka")
_identity: dict[str, str] = {}


def _place(frame: traceback.FrameSummary) -> str:
    return f"{Path(frame.filename).name}:{frame.lineno}:{frame.name}"


def places(trace: TracebackType | None) -> list[str]:
    """Return the innermost places in the code an exception passed, as ``file:line:function``."""
    return [_place(frame) for frame in traceback.extract_tb(trace)[-PLACES:]]


def class_of(error: BaseException) -> str:
    """Return the qualified class name of an exception: all that may be said of it."""
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _leaves(group: BaseExceptionGroup[BaseException]) -> Iterator[BaseException]:
    for inner in group.exceptions:
        if isinstance(inner, BaseExceptionGroup):
            yield from _leaves(inner)
        else:
            yield inner


def _leaf(error: BaseException) -> str:
    return " ".join([class_of(error), *places(error.__traceback__)[-1:]])


def _error_by_class(
    _logger: WrappedLogger, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace ``exc_info`` by the class, the causes' classes and the places in the code."""
    info = line.pop("exc_info", None)
    error = info if isinstance(info, BaseException) else sys.exc_info()[1] if info else None
    if error is None:
        return line
    line["error"] = class_of(error)
    line["at"] = places(error.__traceback__)
    if isinstance(error, BaseExceptionGroup):
        line["errors"] = [_leaf(inner) for inner in _leaves(error)]
    causes: list[str] = []
    cause = error.__cause__ or error.__context__
    while cause is not None and len(causes) < PLACES:
        causes.append(class_of(cause))
        cause = cause.__cause__ or cause.__context__
    if causes:
        line["caused_by"] = causes
    return line


def _with_trace(
    _logger: WrappedLogger, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    line.update(_identity)
    trace = current()
    if trace is not None:
        line.setdefault("trace_id", trace.trace_id)
        line.setdefault("span_id", trace.span_id)
    return line


def _printable(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_printable(item) for item in list(value)[:20]]
    return str(value)[:MAX_TEXT]


def allow_listed(
    _logger: WrappedLogger, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Keep the keys of the allow-list, note how many were dropped."""
    kept = {key: _printable(line[key]) for key in line if key in ALLOWED_KEYS}
    if "case_id" in kept:
        kept = {key: value for key, value in kept.items() if key not in TELLING_KEYS}
    dropped = len(line) - len(kept)
    if dropped:
        kept["dropped"] = dropped
    kept["time"] = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return kept


class _StandardOutput:
    """Writes lines to whatever standard output is now."""

    def msg(self, line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    debug = info = warning = error = critical = msg


class _LibraryHandler(logging.Handler):
    """Turns a line of a library into ours: its logger, and its text only where it is a template.

    The arguments of a library's message are never written: nobody knows what is in them.
    """

    def emit(self, record: logging.LogRecord) -> None:
        safe = record.name.startswith(_LIBRARIES_WITH_SAFE_TEMPLATES)
        error = record.exc_info[1] if record.exc_info else None
        details: dict[str, Any] = {"template": str(record.msg)} if safe else {}
        logger(record.name).log(
            record.levelno,
            "a library wrote a line",
            at=[f"{record.filename}:{record.lineno}:{record.funcName}"],
            **details,
            **({"exc_info": error} if error else {}),
        )


def _structure(level: str) -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            _with_trace,
            _error_by_class,
            allow_listed,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: _StandardOutput(),
        cache_logger_on_first_use=False,
    )


def configure_logs(*, service: str, process: str, level: str = "info") -> None:
    """Set up the logs of this process (``process``: api, worker, cli), libraries included.

    Run uvicorn with ``log_config=None`` and ``access_log=False``: its lines then come through here.
    What ends the process unexpectedly is told like any failure, without its message.
    """
    _identity.update(service=service, process=process)
    _structure(level)
    logging.basicConfig(handlers=[_LibraryHandler()], level=level.upper(), force=True)
    # It writes a line for each call, of which our allow-list leaves nothing; metrics count calls.
    client = logging.getLogger("httpx2")  # noqa: TID251 - a library's logger is turned down here
    client.setLevel("DEBUG" if level == "debug" else "WARNING")
    sys.excepthook = _last_words


def _last_words(
    _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    logger(__name__).critical("the process ended unexpectedly", exc_info=error)


def logger(name: str) -> FilteringBoundLogger:
    """Return the logger of one module, kept as ``log`` at its top.

    The event is a literal sentence without values; values go into keys of ``ALLOWED_KEYS``;
    ``exc_info=error`` says where an exception came from.
    """
    bound: FilteringBoundLogger = structlog.get_logger(module=name)
    return bound


# A process that forgets to configure its logs still writes none but allowed keys.
_structure("info")
