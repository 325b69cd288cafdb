"""Structured logs: one line an event, with the request's id; readable in development, JSON in production.

No personal data: paths without their query (it may hold a name somebody searched for), users by
number, no addresses.
"""

import re
import time
from collections.abc import MutableMapping
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest
from django_structlog import signals
from django_structlog.middlewares import RequestMiddleware

from common.links import tokens

# what PostgreSQL says of the row it refused: its values are names, addresses, amounts
_OF_THE_ROW = re.compile(
    r"(?:DETAIL:|CONTEXT:  |LINE \d+: ).*?(?=\n\n(?:The above exception|During handling)|\Z)", re.DOTALL
)
# and of the value that it could not read
_OF_THE_VALUE = re.compile(r'(invalid input (?:syntax|value) for [^:\n]+: )".*?"(?=\s|\Z)', re.DOTALL)


def without_rows(logger: Any, method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Leave out of an error what the database told of somebody's row."""
    for name in ("error", "exception", "event"):
        if isinstance(entry.get(name), str):
            entry[name] = _OF_THE_VALUE.sub(r"\1left out", _OF_THE_ROW.sub("DETAIL left out", entry[name]))
    return entry


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


_JOB_LOGGERS = ("celery.app.trace", "celery.beat", "celery.worker.strategy")


class RequestLogMiddleware(RequestMiddleware):
    """Gives each request an id and logs how it ended."""

    def __call__(self, request: HttpRequest) -> Any:
        if request.path in settings.PROBES:
            return self.get_response(request)
        request._log_began = time.monotonic()  # type: ignore[attr-defined]
        return super().__call__(request)

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {tokens.masked(request.path)}"


def _timed(sender: Any, request: HttpRequest, log_kwargs: dict[str, Any], **rest: Any) -> None:
    began = getattr(request, "_log_began", None)
    if began is not None:
        log_kwargs["duration_ms"] = round((time.monotonic() - began) * 1000)


signals.bind_extra_request_finished_metadata.connect(_timed)
signals.bind_extra_request_failed_metadata.connect(_timed)


def configure(level: str, as_json: bool) -> dict[str, Any]:
    """Set structlog up and return Django's LOGGING for the same format."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.processors.format_exc_info,
            without_rows,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else _console()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [*_SHARED, structlog.processors.format_exc_info, without_rows],
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"level": level, "handlers": [], "propagate": True},
            "django.server": {"level": level, "handlers": [], "propagate": True},
            # RequestLogMiddleware says the same with an id; axes would name people
            "django.request": {"level": "CRITICAL"},
            "axes": {"level": "ERROR"},
            # jobs run every few seconds: their failures are told, their successes only to those who debug
            **{key: {"level": "WARNING" if level != "DEBUG" else level} for key in _JOB_LOGGERS},
        },
    }


def _console() -> structlog.dev.ConsoleRenderer:
    return structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
