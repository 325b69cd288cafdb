"""Load that cannot be carried is refused early (RELIABILITY 2.2): 503 with Retry-After, not an answer nobody waits for.

The web server's worker says how long a request stood in its queue. One that stood longer than ``ORDERS_QUEUE_SECONDS``
is not begun: nothing was read or written for it, and those behind it are served in time again.
"""

from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from prometheus_client import Counter, Histogram

from common import errors, refusals
from orders_site.web_worker import waited

log = structlog.get_logger(__name__)

_SHED = Counter("orders_http_shed", "Requests refused because they had waited for too long")
_QUEUED = Histogram(
    "orders_http_queue_seconds", "Time in the web server's queue", buckets=(0.01, 0.05, 0.1, 0.3, 0.5, 1, 2, 5, 10, 20)
)


def middleware(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answer 503 to what waited for too long; the probes of the machine are always answered."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.path in settings.PROBES:
            return get_response(request)
        seconds = waited.get()
        _QUEUED.observe(seconds)
        if seconds <= settings.QUEUE_PATIENCE:
            return get_response(request)
        _SHED.inc()
        log.warning("request_shed", waited_seconds=round(seconds, 1))
        with translation.override(translation.get_language_from_request(request)):
            said = _("Too many people are asking at once. Nothing was changed: please try again in a moment.")
            return refusals.unavailable(request, errors.Unavailable(said))

    return answer
