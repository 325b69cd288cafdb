"""Where a request comes from, as far as that can be known."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


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
