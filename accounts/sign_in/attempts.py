"""Lock-out after failed tries: the adapter to django-axes, which counts them per name and address."""

from dataclasses import dataclass

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

from common import remote


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


def count(request: HttpRequest, username: str) -> None:
    """Count a try as failed that no check of ours refused."""
    user_login_failed.send(sender=__name__, credentials={"username": username}, request=request)


def forgive(username: str) -> None:
    """Forget the failed tries of a name, wherever they were made: he proved otherwise who he is."""
    AxesProxyHandler.reset_attempts(username=username)


def axes_address(request: HttpRequest) -> str | None:
    """AXES_CLIENT_IP_CALLABLE: tries are counted under the same address that the events tell."""
    return remote.address(request) or None
