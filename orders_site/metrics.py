"""Numbers for Prometheus: how requests go, and how the house stands (``common.gauges``); no names, no money.

The processes of the web server count into files of one folder (``PROMETHEUS_MULTIPROC_DIR``, set by
deploy/gunicorn.conf.py before anything is imported), so that any of them can tell the sum.
"""

import hmac
import os
import time
from collections.abc import Callable, Iterator
from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from common import clock, gauges, remote

_BOUNDS = (0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5, 10, 15)  # the promises of docs/performance.md among them
_REQUESTS = Counter("orders_http_requests", "Requests answered", ["door", "method", "status"])
_SECONDS = Histogram("orders_http_request_seconds", "Time to the first byte of an answer", ["door"], buckets=_BOUNDS)
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def middleware(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Count and time every answer, those of the probes aside."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.path in settings.PROBES:
            return get_response(request)
        begun = time.perf_counter()
        response = get_response(request)
        door, method = _door(request), request.method if request.method in _METHODS else "other"
        _SECONDS.labels(door).observe(time.perf_counter() - begun)
        _REQUESTS.labels(door, method, f"{response.status_code // 100}xx").inc()
        return response

    return answer


def _door(request: HttpRequest) -> str:
    if request.path.startswith("/api/"):
        return "api"
    if request.path.startswith("/admin/"):
        return "console"
    return "part" if "HX-Request" in request.headers else "page"


@login_not_required
@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """All numbers as Prometheus reads them. For this machine, or for who shows ``ORDERS_METRICS_TOKEN``; to anybody
    else the address does not exist."""
    if not _may_read(request):
        raise Http404
    registry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    standing = CollectorRegistry()
    standing.register(_Standing())
    return HttpResponse(generate_latest(registry) + generate_latest(standing), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":  # the token alone decides, wherever it comes from
        own = settings.METRICS_TOKEN.encode()
        return bool(own) and hmac.compare_digest(token.strip().encode(), own)
    address = remote.address(request)
    return bool(address) and ip_address(address).is_loopback


def _database_answers() -> bool:
    """Whether it does; a connection that was kept and died since is made anew."""
    for _try in range(2):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            return True
        except (DatabaseError, InterfaceError):
            connection.close()
    return False


class _Standing:
    """What the rooms say at this moment; ``orders_database_up`` alone where the database is away."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One family for each name, as the library asks for it."""
        families: dict[str, GaugeMetricFamily] = {}
        for reading in self._readings():
            names = sorted(reading.labels)
            family = families.setdefault(reading.name, GaugeMetricFamily(reading.name, reading.meaning, labels=names))
            family.add_metric([reading.labels[name] for name in names], float(reading.value))
        yield from families.values()

    @staticmethod
    def describe() -> list[GaugeMetricFamily]:
        """Nothing: what there is, is known when it is asked."""
        return []

    @staticmethod
    def _readings() -> Iterator[gauges.Reading]:
        meaning = "1 while the database answers"
        if not _database_answers():
            yield gauges.Reading("orders_database_up", meaning, 0)
            return
        yield gauges.Reading("orders_database_up", meaning, 1)
        yield from gauges.read_all(at=clock.now())
