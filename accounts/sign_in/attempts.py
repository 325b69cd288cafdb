"""Lock-out after failed tries: the adapter to django-axes, which counts them per name and address."""

from dataclasses import dataclass
from ipaddress import ip_address

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True)
class Attempts:
    """How a name stands at an address: locked out now, or so many tries left."""

    is_locked: bool
    left: int
    pause_minutes: int


def standing(request: HttpRequest, username: str) -> Attempts:
    """Count the failed tries of a name from the request's address."""
    failures = AxesProxyHandler.get_failures(request, {"username": username})
    left = max(settings.AXES_FAILURE_LIMIT - failures, 0)
    return Attempts(left == 0, left, int(settings.AXES_COOLOFF_TIME.total_seconds() // 60))


def address(request: HttpRequest) -> str:
    """The client's address: behind the trusted proxy the one it names last, else the one that connects; "" unknown.

    The proxy sets X-Forwarded-For itself; whatever a client wrote there before stands further left.
    """
    named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2] if settings.TRUSTED_PROXY else ""
    for text in (named, request.META.get("REMOTE_ADDR", "")):
        try:
            return str(ip_address(text.strip()))
        except ValueError:
            continue
    return ""


def axes_address(request: HttpRequest) -> str | None:
    """AXES_CLIENT_IP_CALLABLE: tries are counted under the same address that the events tell."""
    return address(request) or None
